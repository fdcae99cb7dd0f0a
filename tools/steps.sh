# shellcheck shell=bash
# How ./dev shows what it does: one line for each step, its output in build/log/STEP.log.

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

stop_running() {
  [[ -z $running ]] || kill -TERM -- "-$running" 2>/dev/null || true
  running=
}
trap 'stop_running; exit 130' INT
trap 'stop_running; exit 143' TERM HUP

# The last line that a step has printed, cut to the width of the terminal.
last_words() { # log, room
  local text
  text=$(tail -c 400 "$1" | tr '\r' '\n' | tr -cd '[:print:]\n' | grep -v '^ *$' | tail -n 1) || true
  printf '%s' "${text:0:$2}"
}

wait_with_spinner() { # title, log
  local turn=0 marks="|/-\\" columns room
  columns=$(tput cols 2>/dev/null) || columns=80
  room=$((columns - ${#1} - 14))
  while kill -0 "$running" 2>/dev/null; do
    printf '\r\033[K%s %s  %d s  \033[2m%s\033[0m' "${marks:turn++ % 4:1}" "$1" "$((SECONDS - began))" \
      "$(last_words "$2" "$((room > 0 ? room : 0))")"
    sleep 0.2
  done
  printf '\r\033[K'
}

# Runs one command as a step; its exit code is the step's.
attempt() { # title, log name, command...
  local title=$1 log=$logs/$2.log began=$SECONDS code=0
  shift 2
  # A process group of its own, so that Ctrl-C reaches the compilers below ninja too.
  setsid "$@" >"$log" 2>&1 </dev/null &
  running=$!
  if [[ -t 1 ]]; then
    wait_with_spinner "$title" "$log"
  else
    printf '%s ... ' "$title"
  fi
  wait "$running" || code=$?
  running=
  [[ ! -t 1 ]] || printf '%s ... ' "$title"
  if ((code == 0)); then printf 'done, %d s\n' "$((SECONDS - began))"; else printf 'FAILED, %d s\n' "$((SECONDS - began))"; fi
  return "$code"
}

show_end() { # log name
  printf '\nThe last lines of %s:\n\n' "$logs/$1.log" >&2
  tail -n 30 "$logs/$1.log" >&2
  printf '\n' >&2
}

# A step that must succeed for the rest to make sense.
step() { # title, log name, command...
  attempt "$@" || {
    show_end "$2"
    exit 1
  }
}

# A test suite: a failure is shown, and the other suites still run.
suites=()
suite() { # title, name, command...
  if attempt "$@"; then
    suites+=("$2=0")
  else
    suites+=("$2=1")
    show_end "$2"
  fi
}

# The tests of an npm workspace; one that has none yet is named, not counted.
web_suite() { # title, workspace, arguments of its test runner...
  local title=$1 workspace=$2 name=${2/\//-}
  shift 2
  if ! grep -qs '"test":' "$workspace/package.json"; then
    printf '%s ... skipped: %s has no tests\n' "$title" "$workspace"
    return
  fi
  suite "$title" "$name" npm test -w "$workspace" -- "$@"
}
