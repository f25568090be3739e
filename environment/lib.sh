# What the scripts beside this file share: how they speak, what they need and how it gets here. To be sourced by bash.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lib=$root/environment/kernel/target/lib
startup=$root/toolkit/src/main/resources/io/github/rieszflow/imports.jsh
assume_yes=${assume_yes:-no}
may_install=${may_install:-yes}

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Whether a person sits at the terminal and may be asked.
someone_there() { [ "$assume_yes" = no ] && [ -z "${CI:-}" ] && [ -t 0 ] && [ -t 1 ]; }

# ask QUESTION: yes unless the person says no; always yes if nobody is there.
ask() {
  local answer=
  someone_there || return 0
  read -r -p "$1 [Y/n] " answer || return 1
  case $answer in [nN]*) return 1 ;; *) return 0 ;; esac
}

# step TEXT COMMAND...: runs a command that takes a while, with the seconds it has taken; its output is shown only if
# it fails.
step() {
  local text=$1 log begin=$SECONDS pid status=0
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  trap 'kill "$pid" 2>/dev/null; rm -f "$log"; exit 130' INT TERM
  local shown=0
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ -t 1 ]; then
      printf '\r%s ... %d s ' "$text" $((SECONDS - begin))
    elif [ $((SECONDS - begin - shown)) -ge 30 ]; then
      shown=$((SECONDS - begin))
      say "$text ... $shown s"
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM
  if [ -t 1 ]; then printf '\r'; fi
  if [ "$status" -ne 0 ]; then
    say "$text: failed after $((SECONDS - begin)) s"
    tail -n 60 "$log" >&2
    rm -f "$log"
    return "$status"
  fi
  rm -f "$log"
  say "$text: $((SECONDS - begin)) s"
}

# ---- what the machine has ----

# The major version of a Java, 0 if it is none.
java_major() {
  local version
  version=$("$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\)\..*/\1/p; s/.*version "\([0-9]*\)".*/\1/p' | head -n 1)
  echo "${version:-0}"
}

# Whether a folder holds a JDK from 17 on, with compiler and JShell.
is_jdk() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jshell" ] && [ "$(java_major "$1/bin/java")" -ge 17 ]
}

# Sets JAVA_HOME to a JDK from 17 on: the one it names, that of PATH, or one where systems put them.
find_jdk() {
  local candidate
  local -a candidates=("${JAVA_HOME:-}")
  if have javac; then candidates+=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"); fi
  candidates+=("${CONDA_PREFIX:-}" "${CONDA_PREFIX:-}/lib/jvm" "$root/target/tools" "$root/target/tools/lib/jvm")
  candidates+=(/usr/lib/jvm/*/ /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home)
  for candidate in "${candidates[@]}"; do
    candidate=${candidate%/}
    if [ -n "$candidate" ] && is_jdk "$candidate"; then
      export JAVA_HOME=$candidate PATH=$candidate/bin:$PATH
      return 0
    fi
  done
  return 1
}

# Java draws text only where fontconfig finds a font.
have_fonts() {
  case $(uname) in
    Linux) have fc-list && [ -n "$(fc-list 2>/dev/null | head -n 1)" ] ;;
    *) true ;;
  esac
}

# jupyter may be a shim that starts nothing.
have_jupyter() {
  export PATH=$root/target/tools/bin:$PATH
  have jupyter && PYDEVD_DISABLE_FILE_VALIDATION=1 jupyter nbconvert --version >/dev/null 2>&1 \
    && jupyter notebook --version >/dev/null 2>&1
}

have_jupyter_any() {
  have jupyter && jupyter nbconvert --version >/dev/null 2>&1 && { jupyter lab --version >/dev/null 2>&1 || jupyter notebook --version >/dev/null 2>&1; }
}

# ---- how it gets what is missing ----

# as_root COMMAND...
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}

can_be_root() { [ "$(id -u)" -eq 0 ] || have sudo; }
