# shellcheck shell=bash
# What the scripts beside this file share: how they speak, what a machine needs and how it gets it. To be sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # for the scripts beside
jars=$root/environment/kernel/target/lib
tools=$root/.tools
# What JUPYTER_PATH may name, to see this project's kernel whatever other kernels the user has.
kernels=$root/target/jupyter
assume_yes=no
# Only what is called to make a machine ready installs programs.
may_install=no
front=
# The last lines of a step that failed.
step_said=

# ---- speaking ----

say() { printf '%s\n' "$*"; }

die() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Whether a person sits at the terminal and may be asked.
someone_there() { [ "$assume_yes" = no ] && [ -z "${CI:-}" ] && [ -t 0 ] && [ -t 1 ]; }

# ask QUESTION: true unless the person says no; true if nobody is there.
ask() {
  local answer=
  someone_there || return 0
  read -r -p "$1 [Y/n] " answer || return 1
  case $answer in [nN]*) return 1 ;; esac
}

# step TEXT COMMAND...: runs a command that takes a while and shows the seconds; what it prints is shown if it fails.
step() {
  local text=$1 log begin=$SECONDS shown=0 status=0
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null &
  local pid=$!
  # shellcheck disable=SC2064 # the values of now
  trap "kill $pid 2>/dev/null || true; rm -f '$log'; exit 130" INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ -t 1 ]; then
      printf '\r  %s ... %d s ' "$text" $((SECONDS - begin))
    elif [ $((SECONDS - begin - shown)) -ge 20 ]; then
      shown=$((SECONDS - begin))
      say "  $text ... $shown s"
    fi
  done
  wait "$pid" || status=$?
  trap - INT TERM
  if [ -t 1 ]; then printf '\r\033[K'; fi
  if [ "$status" -eq 0 ]; then
    say "  $text: done in $((SECONDS - begin)) s"
  else
    step_said=$(tail -n 60 "$log")
    say "$step_said" >&2
    say "  $text: failed after $((SECONDS - begin)) s" >&2
  fi
  rm -f "$log"
  return "$status"
}

# ---- what the machine has ----

# The variables from which a JVM takes options beside those it is given.
jvm_variables=(JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS _JAVA_OPTIONS)

# without_options COMMAND...: runs a command without them.
without_options() {
  (
    unset "${jvm_variables[@]}"
    exec "$@"
  )
}

# Whether a folder holds a JDK from 17 on, with compiler and JShell.
is_jdk() {
  local version
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jshell" ] || return 1
  # "17.0.15", or "25" alone for a first release. Options that no JVM takes are another matter, see require_options.
  version=$(without_options "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\)[^0-9].*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ]
}

# Makes JAVA_HOME and PATH lead to a JDK from 17 on: the one JAVA_HOME names, that of PATH, or one installed elsewhere.
find_jdk() {
  local folder
  local -a folders=("${JAVA_HOME:-}")
  if have javac; then folders+=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"); fi
  folders+=("$tools/lib/jvm" "$tools" "${CONDA_PREFIX:-}/lib/jvm" /usr/lib/jvm/*/ /opt/homebrew/opt/openjdk*/
    /Library/Java/JavaVirtualMachines/*/Contents/Home)
  for folder in "${folders[@]}"; do
    folder=${folder%/}
    if [ -n "$folder" ] && is_jdk "$folder"; then
      export JAVA_HOME=$folder PATH=$folder/bin:$PATH
      return 0
    fi
  done
  return 1
}

# Ends with what Java says if it does not start with the options in the user's variables.
require_options() {
  local said name set=
  if said=$("$JAVA_HOME/bin/java" -version 2>&1); then return 0; fi
  for name in "${jvm_variables[@]}"; do
    if [ -n "${!name:-}" ]; then set="$set $name='${!name}'"; fi
  done
  if [ -n "$set" ] && without_options "$JAVA_HOME/bin/java" -version >/dev/null 2>&1; then
    die "Java does not start with the options it is given by$set:
$said"
  fi
  die "The Java in $JAVA_HOME does not start:
$said"
}

find_maven() { have mvn; }

# Java writes text into pictures only where fontconfig finds a font.
find_fonts() {
  [ "$(uname)" != Linux ] && return 0
  [ -e /etc/fonts/fonts.conf ] || [ -e "$tools/etc/fonts/fonts.conf" ] || return 1
  find -L /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" "$tools/fonts" \
    \( -name '*.ttf' -o -name '*.otf' \) -print -quit 2>/dev/null | grep -q .
}

# A command "jupyter" may be there without the parts that run and show notebooks. Sets front to the front end: lab or
# notebook.
find_jupyter() {
  have jupyter && jupyter nbconvert --version >/dev/null 2>&1 || return 1
  for front in lab notebook; do
    if jupyter "$front" --version >/dev/null 2>&1; then return 0; fi
  done
  front=
  return 1
}

# What the tests press buttons with.
find_browser() { have chromium && have chromedriver && have jupyter && jupyter notebook --version >/dev/null 2>&1; }

# ---- how it gets what is missing ----

# The Debian packages for one need.
debian_packages() {
  local version
  case $1 in
    jdk)
      for version in 25 21 17; do
        if apt-cache show "openjdk-$version-jdk-headless" >/dev/null 2>&1; then
          echo "openjdk-$version-jdk-headless"
          return
        fi
      done
      echo default-jdk-headless
      ;;
    maven) echo maven ;;
    fonts) echo fontconfig fonts-dejavu-core ;;
    jupyter) echo jupyter-notebook jupyter-nbconvert jupyter-client jupyter-nbformat python3-nbclient ;;
    browser) echo "$(debian_packages jupyter)" chromium chromium-driver ;;
  esac
}

# The same for conda, which has no browser.
conda_packages() {
  case $1 in
    jdk) echo 'openjdk>=17' ;;
    maven) echo maven ;;
    fonts) echo fontconfig fonts-conda-forge ;;
    jupyter) echo jupyterlab nbconvert ;;
  esac
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}

# Whether as_root will work; a person may be asked for the password here, and is not asked again soon.
can_be_root() {
  [ "$(id -u)" -eq 0 ] && return 0
  have sudo || return 1
  if someone_there; then sudo -v; else sudo -n true 2>/dev/null; fi
}

# Installs needs with apt, as root.
install_with_apt() {
  local need
  local -a packages=()
  step "reading the lists of packages" as_root apt-get -q update || say "  the lists could not be renewed, the old ones serve"
  for need in "$@"; do
    # shellcheck disable=SC2207 # names of packages are words
    packages+=($(debian_packages "$need"))
  done
  say "  packages: ${packages[*]}"
  step "installing them" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y --no-install-recommends install "${packages[@]}"
}

# Installs needs with conda into a folder of the project.
install_with_conda() {
  local need verb=create
  local -a packages=()
  for need in "$@"; do
    # shellcheck disable=SC2207
    packages+=($(conda_packages "$need"))
  done
  if [ ${#packages[@]} -eq 0 ]; then return 0; fi
  if [ -d "$tools/conda-meta" ]; then verb=install; fi
  say "  conda packages, into $tools: ${packages[*]}"
  step "installing them" "$conda" "$verb" -y -q -p "$tools" -c conda-forge "${packages[@]}"
}

# Installs Jupyter with pip into a folder of the project.
install_with_pip() {
  step "making a Python environment in $tools" python3 -m venv "$tools" \
    && step "installing Jupyter into it" "$tools/bin/pip" install -q jupyterlab nbconvert
}

# provide NEED...: makes sure of each need (jdk, maven, fonts, jupyter, browser), or says what to install by hand.
provide() {
  local need conda=
  local -a missing=()
  if [ -d "$tools/bin" ]; then export PATH=$tools/bin:$PATH; fi
  for need in "$@"; do
    "find_$need" || missing+=("$need")
  done
  if [[ " $* " = *" jdk "* && " ${missing[*]-} " != *" jdk "* ]]; then require_options; fi
  if [ ${#missing[@]} -eq 0 ]; then return 0; fi
  say "Missing on this machine: ${missing[*]}"
  if [ "$may_install" = yes ]; then
    for conda in mamba micromamba conda ''; do
      if [ -n "$conda" ] && have "$conda"; then break; fi
    done
    if have apt-get && can_be_root; then
      if ask "Install what is missing with apt?"; then install_with_apt "${missing[@]}" || true; fi
    elif [ -n "$conda" ]; then
      if ask "Install what is missing with $conda, into $tools?"; then install_with_conda "${missing[@]}" || true; fi
    elif have python3 && [[ " ${missing[*]} " = *" jupyter "* ]]; then
      if ask "Install Jupyter with pip, into $tools?"; then install_with_pip || true; fi
    fi
    if [ -d "$tools/bin" ]; then export PATH=$tools/bin:$PATH; fi
    hash -r
  fi
  for need in "${missing[@]}"; do
    "find_$need" || without "$need"
  done
}

# What it means that a need could not be met: the end, or less comfort.
without() {
  case $1 in
    jdk) die "No JDK from 17 on was found: run environment/start, which can install one, or install one yourself (Debian: openjdk-17-jdk-headless) or let JAVA_HOME name it." ;;
    maven) die "Maven was not found: run environment/start, which can install it, or install it yourself (Debian: maven) so that the command mvn works." ;;
    fonts) say "No fonts were found: pictures with text need them (Debian: fontconfig fonts-dejavu-core)." ;;
    jupyter) say "Jupyter was not found or is not whole (Debian: jupyter-notebook jupyter-nbconvert python3-nbclient)." ;;
    browser) say "Chromium with its driver and Jupyter's notebook were not found: the tests in a browser are skipped." ;;
  esac
}

# ---- building ----

# alone: waits until no other of these scripts builds in this copy of the project; until alone_no_more, or the script's end.
alone() {
  local lock
  have flock || return 0
  lock=${TMPDIR:-/tmp}/rieszflow-$(id -u)-$(printf '%s' "$root" | cksum | cut -d ' ' -f 1).lock
  # Where no such file can be made, as before.
  if ! { exec 9>"$lock"; } 2>/dev/null; then return 0; fi
  if ! flock -n 9; then
    say "  another of these scripts is building here: waiting for it"
    flock 9
  fi
}

alone_no_more() { exec 9>&-; }

# build TEXT [WHAT...]: builds the toolkit and its kernel, or what is given to Maven instead.
build() {
  local text=$1
  shift
  if [ $# -eq 0 ]; then set -- -pl toolkit,environment/kernel package; fi
  step "$text" mvn -B -q -f "$root/pom.xml" -Pquick "$@" && return 0
  if grep -q -E 'Could not (resolve|transfer|find)|offline|Unknown host|Non-resolvable' <<<"$step_said"; then
    say "Maven could not fetch what the build needs. The first build needs the network, or a mirror named in" \
      "~/.m2/settings.xml; later ones find it in ~/.m2/repository." >&2
  fi
  return 1
}

# ---- the kernel ----

# Installs the kernel just built; the arguments are those of the installer.
install_kernel() {
  "$JAVA_HOME/bin/java" -cp "$jars/*" io.github.rieszflow.kernel.Install "$@"
}

install_project_kernel() {
  install_kernel --dir "$kernels" --name java >/dev/null
}

# Whoever may do anything has to say so to Jupyter.
as_who() {
  if [ "$(id -u)" -eq 0 ]; then echo --allow-root; fi
}

# The command that opens the notebooks.
jupyter_command() {
  local who
  who=$(as_who)
  printf '%s\n' "JUPYTER_PATH='$kernels' jupyter $front${who:+ $who} '$root/notebooks'"
}

# Executes notebooks with the kernel of the project; the arguments are those of the runner.
run_notebooks() {
  "$JAVA_HOME/bin/java" -cp "$jars/*" io.github.rieszflow.kernel.NotebookRunner \
    --kernel "$kernels/kernels/java/kernel.json" "$@"
}
