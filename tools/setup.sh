# shellcheck shell=bash
# What ./dev installs on Debian 12: packages that are missing, a Node that the web build accepts,
# npm packages. With everything in place it costs a few milliseconds.

# The packages of one group of tools/packages.txt.
packages_of() { # group
  awk -v group="[$1]" '/^\[/ { on = ($0 == group); next } /^#/ || NF == 0 { next } on { print $1 }' \
    tools/packages.txt
}

# One question to dpkg for all of them, so that it can be asked at every start.
missing_of() { # packages...
  local installed package
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null) || true
  for package in "$@"; do
    [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]] || printf '%s\n' "$package"
  done
}

install_packages() { # packages...
  local root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "Run ./dev as root once, or install these packages: $*"
    sudo -v # asks for the password here: a step has no terminal
    root=(sudo)
  fi
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qy -o Dpkg::Use-Pty=0)
  step "Reading the package lists" apt-update "${apt[@]}" update
  step "Installing $# Debian packages" apt-install "${apt[@]}" install --no-install-recommends "$@"
}

# Debian starts a service as soon as it is installed; a policy that says no prevents it.
install_without_starting() { # packages...
  local policy=/usr/sbin/policy-rc.d
  if ((EUID != 0)) || [[ -e $policy ]]; then
    install_packages "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  install_packages "$@"
  rm -f "$policy"
  trap - EXIT
}

setup_packages() { # groups...
  local group wanted=() missing
  for group in "$@"; do
    mapfile -t -O "${#wanted[@]}" wanted < <(packages_of "$group")
  done
  command -v dpkg-query >/dev/null || die "./dev installs packages on Debian 12 only." \
    "Elsewhere, install what tools/packages.txt lists and run cmake and ninja yourself."
  mapfile -t missing < <(missing_of "${wanted[@]}")
  if ((${#missing[@]} > 0)); then install_without_starting "${missing[@]}"; fi
}

# Vite asks for Node 20.19 or 22.12 and later.
node_is_new_enough() {
  [[ -z ${GATEHOUSE_OWN_NODE:-} || $(command -v node) == "$own_node/node" ]] || return 1
  command -v npm >/dev/null || return 1
  local version major minor
  version=$(node --version 2>/dev/null) || return 1
  IFS=. read -r major minor _ <<<"${version#v}"
  ((major > 22 || (major == 22 && minor >= 12) || (major == 20 && minor >= 19)))
}

fetch_node() {
  local architecture folder=build/tools/node
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64) architecture=arm64 ;;
    *) die "There is no ready Node for $(uname -m). Install Node 20.19 or later yourself." ;;
  esac
  mkdir -p "$folder/bin"
  printf '{"private": true}\n' >"$folder/package.json"
  # Debian's own Node is too old for the web build, but it can fetch a newer one.
  step "Fetching Node $node_version" node npm install --prefix "$folder" --ignore-scripts \
    --no-fund --no-audit --no-package-lock --no-save \
    "node-linux-$architecture@$node_version" "npm@$npm_version"
  ln -sf "../node_modules/node-linux-$architecture/bin/node" "$folder/bin/node"
  ln -sf ../node_modules/npm/bin/npm-cli.js "$folder/bin/npm"
  ln -sf ../node_modules/npm/bin/npx-cli.js "$folder/bin/npx"
  hash -r
  node_is_new_enough || die "Node $node_version was fetched into $folder but does not start."
}

setup_npm() {
  local sum stamp=build/.npm
  sum=$(sha256sum package-lock.json)
  [[ -e node_modules/.package-lock.json && -e $stamp && $(<"$stamp") == "$sum" ]] && return
  step "Installing npm packages" npm npm ci --no-progress
  printf '%s\n' "$sum" >"$stamp"
}

setup() { # groups...
  if node_is_new_enough || command -v npm >/dev/null; then
    setup_packages "$@"
  else
    setup_packages "$@" node
  fi
  node_is_new_enough || fetch_node
  setup_npm
}
