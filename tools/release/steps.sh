# shellcheck shell=bash
# ./dev release: everything that is shipped, in dist/, made from the last commit and nothing else.

readonly release_work=build/release-work

# A version of its own name only when its commit is tagged and every change since the last tag was
# reviewed by somebody else; otherwise it is called what it is.
release_version() {
  local version
  version=$(sed -n 's/^project(gatehouse VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
  if [[ $(git tag --points-at HEAD) == "v$version" ]]; then
    tools/release/reviewed.sh >&2 || die "A tagged version is released only with every change reviewed."
    echo "$version"
  else
    echo "$version-dev.$(git rev-parse --short=12 HEAD)"
  fi
}

# Without symbols of the debugger, which stand beside it.
ship() { # executable, folder
  local name
  name=$(basename "$1")
  objcopy --only-keep-debug --compress-debug-sections "$1" "$2/$name.debug"
  objcopy --strip-debug --remove-section=.comment "$1" "$2/$name"
}

# The key that releases are signed with: GATEHOUSE_RELEASE_KEY, or one of this machine's own.
signing_key() {
  local key=${GATEHOUSE_RELEASE_KEY:-$HOME/.config/gatehouse/release.key}
  if [[ ! -f $key ]]; then
    [[ -z ${GATEHOUSE_RELEASE_KEY:-} ]] || die "GATEHOUSE_RELEASE_KEY names no file: $key"
    (umask 077 && mkdir -p "$(dirname "$key")" && minisign -G -W -s "$key" -p "${key%.key}.pub" >/dev/null)
  fi
  echo "$key"
}

sign_all() { # folder, version
  local key
  key=$(signing_key)
  (cd "$1" && sha256sum -- * >SHA256SUMS)
  minisign -S -s "$key" -m "$1/SHA256SUMS" -t "gatehouse $2" >/dev/null
  cp "${key%.key}.pub" "$1/minisign.pub"
  minisign -V -q -p "$1/minisign.pub" -m "$1/SHA256SUMS"
}

release() {
  local version commit seconds out=dist one=$release_work/one two=$release_work/another-folder
  [[ -z $(git status --porcelain) ]] || die "A release is made from a commit. These files are not in one:
$(git status --short | head)"
  setup build release
  version=$(release_version)
  commit=$(git rev-parse HEAD)
  seconds=$(git log -1 --format=%ct)
  rm -rf "$out" "$release_work"
  mkdir -p "$out"
  step "Building $version" release-build tools/release/apart.sh $one "$jobs"
  step "Building it again, in another folder" release-again tools/release/apart.sh $two "$jobs"
  step "Comparing them byte by byte" release-same cmp \
    $one/build/release/gatehouse $two/build/release/gatehouse
  ship $one/build/release/gatehouse $out
  step "Checking what the compiler hardened" release-hardening tools/release/hardening.py $out/gatehouse
  step "Checking the systemd unit" release-unit tools/release/unit.sh
  cp packaging/gatehouse.service $out/
  (cd $one && python3 tools/release/bom.py build/release build/release/gatehouse) >$out/bom.cdx.json
  step "Building the container image" release-image \
    tools/release/image.sh "$out/gatehouse-$version.oci.tar" "$seconds" $out/gatehouse
  python3 tools/release/provenance.py "$version" "$commit" $out/bom.cdx.json \
    $out/gatehouse "$out/gatehouse-$version.oci.tar" >$out/provenance.json
  sign_all $out "$version"
  rm -rf "$release_work"
  printf '\n%s\n' "Gatehouse $version is in $out/. Check it with:"
  printf '  minisign -V -p minisign.pub -m SHA256SUMS && sha256sum -c SHA256SUMS\n'
}
