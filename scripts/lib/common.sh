# shellcheck shell=bash
# What scripts/demo and scripts/test share: progress lines, root, packages, the JDK, the build, hugepages.
# To be sourced after `set -euo pipefail`, with LOCKSTEP_COMMAND naming the command for messages.

LOCKSTEP_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LOCKSTEP_JDK_PACKAGE=openjdk-25-jdk-headless
LOCKSTEP_JDK_VERSION=25 # the one that bin/lockstep asks for

# --- Messages -------------------------------------------------------------------------------------------------------

# One line per step, so that nobody wonders what takes so long.
step() {
  printf '%s: %s\n' "$LOCKSTEP_COMMAND" "$*"
}

warn() {
  printf '%s: %s\n' "$LOCKSTEP_COMMAND" "$*" >&2
}

# Ends the script: something that it needs is not there. Exit code 2, so that nobody takes it for a claim or a test that failed.
fail() {
  warn "$@"
  exit 2
}

# --- Root -----------------------------------------------------------------------------------------------------------

# need_root SCRIPT ARGUMENTS...: starts the script again with sudo where this user is not root.
need_root() {
  [[ $EUID -ne 0 ]] || return 0
  local script=$1 name kept=()
  shift
  command -v sudo >/dev/null ||
    fail "needs root, for network namespaces and raw sockets: run it as root, or install sudo"
  for name in JAVA_HOME CC CFLAGS PKG_CONFIG_PATH MAVEN_OPTS TMPDIR http_proxy https_proxy no_proxy; do
    [[ -z ${!name-} ]] || kept+=("$name=${!name}")
  done
  step "needs root, for network namespaces and raw sockets: asking sudo"
  exec sudo -- env ${kept[@]+"${kept[@]}"} "$script" "$@"
}

# Runs a command as the owner of the checkout, so that a run with sudo leaves no files that the user cannot delete.
as_owner() {
  local owner home
  owner=$(stat -c %U "$LOCKSTEP_ROOT")
  if [[ $owner == root || $owner == UNKNOWN || -z ${SUDO_USER-} ]]; then
    "$@"
    return
  fi
  home=$(getent passwd "$owner" | cut -d: -f6)
  runuser -u "$owner" -- env "HOME=${home:-/}" "JAVA_HOME=${JAVA_HOME-}" "PATH=$PATH" "$@"
}

# After a build as root: what was built belongs to whom the checkout belongs.
give_back_ownership() {
  local owner
  owner=$(stat -c %u:%g "$LOCKSTEP_ROOT")
  [[ $owner == 0:0 ]] || find "$LOCKSTEP_ROOT" -name target -prune -exec chown -R -h "$owner" {} +
}

# --- Processes ------------------------------------------------------------------------------------------------------

# end_process PID: asks a child of this shell to end, insists after ten seconds.
end_process() {
  local i
  kill -TERM "$1" 2>/dev/null || return 0
  for ((i = 0; i < 100; i++)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# --- Packages -------------------------------------------------------------------------------------------------------

lockstep_apt_is_fresh=no

is_installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# apt_install PACKAGE...: what is missing of these, with the package lists as they are if that works.
apt_install() {
  local log package missing=()
  command -v dpkg-query >/dev/null ||
    fail "this machine has no apt. Install by hand what corresponds to: $*"
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  step "installing ${missing[*]}"
  log=$(mktemp)
  if ! apt_get install "${missing[@]}" >"$log" 2>&1; then
    if [[ $lockstep_apt_is_fresh == no ]]; then
      step "bringing the package lists up to date"
      apt_get update >>"$log" 2>&1 || warn "apt-get update has failed; going on with what it got"
      lockstep_apt_is_fresh=yes
    fi
    if ! apt_get install "${missing[@]}" >>"$log" 2>&1; then
      tail -n 20 "$log" >&2
      rm -f "$log"
      fail "apt-get could not install: ${missing[*]} (its last words are above)"
    fi
  fi
  rm -f "$log"
}

apt_get() {
  local command=$1
  shift
  if [[ $command == install ]]; then
    set -- --no-install-recommends "$@"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 "$command" "$@" </dev/null
}

# Tools, DPDK and its virtual devices. DPDK's drivers are plugins in packages of their own; libdpdk-dev depends on those
# that Lockstep uses, on Debian 12 and 13 and on Ubuntu 24.04 alike.
# What only one command needs is in its arguments.
install_missing() {
  apt_install gcc libc6-dev libdpdk-dev pkg-config maven ca-certificates iproute2 procps util-linux "$@"
  pkg-config --atleast-version=22.11 libdpdk ||
    fail "libdpdk is $(pkg-config --modversion libdpdk), expected 22.11 or newer"
  local driver
  for driver in af-packet pcap ring null; do
    install_driver "$driver"
  done
}

# install_driver NAME: for distributions whose libdpdk-dev does not bring it along.
install_driver() {
  local library=librte_net_${1/-/_}.so directory package
  directory=$(pkg-config --variable=libdir libdpdk)
  [[ -z $(find "$directory" -name "$library.*" -print -quit) ]] || return 0
  package=$(apt-cache search --names-only "^librte-net-$1-?[0-9.]+(t64)?\$" | cut -d' ' -f1 | sort -V | tail -n 1)
  [[ -n $package ]] || fail "DPDK's driver $library is not in $directory, and no package librte-net-$1 has it"
  apt_install "$package"
}

# --- JDK ------------------------------------------------------------------------------------------------------------

# Major version of the JDK in a folder, from its file "release"; nothing where there is no JDK.
jdk_version() {
  local version
  [[ -x $1/bin/javac && -r $1/release ]] || return 0
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  printf '%s' "${version:-0}"
}

jdk_is_usable() {
  local version
  version=$(jdk_version "$1")
  [[ -n $version && $version == "$LOCKSTEP_JDK_VERSION" ]]
}

installed_jdk() {
  local candidate
  for candidate in /usr/lib/jvm/*; do
    if jdk_is_usable "$candidate"; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

# Sets and exports JAVA_HOME.
find_jdk() {
  if [[ -n ${JAVA_HOME-} ]]; then
    if jdk_is_usable "$JAVA_HOME"; then
      export JAVA_HOME
      return 0
    fi
    warn "JAVA_HOME is $JAVA_HOME, which is not a JDK $LOCKSTEP_JDK_VERSION: looking further"
  fi
  local found
  if ! found=$(installed_jdk); then
    if ! apt_knows "$LOCKSTEP_JDK_PACKAGE"; then
      fail "no JDK $LOCKSTEP_JDK_VERSION: unpack one into /usr/lib/jvm or name it in JAVA_HOME (this distribution has no package $LOCKSTEP_JDK_PACKAGE)"
    fi
    apt_install "$LOCKSTEP_JDK_PACKAGE"
    found=$(installed_jdk) || fail "$LOCKSTEP_JDK_PACKAGE is installed, but there is no JDK in /usr/lib/jvm: name it in JAVA_HOME"
  fi
  export JAVA_HOME=$found
  step "JDK $(jdk_version "$JAVA_HOME") in $JAVA_HOME"
}

apt_knows() {
  command -v apt-cache >/dev/null || return 1
  if ! apt_has_candidate "$1" && [[ $lockstep_apt_is_fresh == no ]]; then
    step "bringing the package lists up to date"
    apt_get update >/dev/null 2>&1 || warn "apt-get update has failed; going on with the lists as they are"
    lockstep_apt_is_fresh=yes
  fi
  apt_has_candidate "$1"
}

apt_has_candidate() {
  local policy
  policy=$(LC_ALL=C apt-cache policy "$1" 2>/dev/null)
  [[ $policy == *Candidate:* && $policy != *"Candidate: (none)"* ]]
}

# --- Build ----------------------------------------------------------------------------------------------------------

LOCKSTEP_STAMP=$LOCKSTEP_ROOT/target/lockstep-build.stamp
LOCKSTEP_BUILD_LOG=$LOCKSTEP_ROOT/target/lockstep-build.log

# A digest of everything that the build reads: names, times and sizes of the sources, the JDK, DPDK's version.
build_inputs() {
  {
    (
      cd "$LOCKSTEP_ROOT" || exit 1
      find . \( -name target -o -name .git \) -prune -o \
        -type f \( -path '*/src/*' -o -name pom.xml -o -path './.mvn/*' -o -path './scripts/build-shim' \) \
        -printf '%p %T@ %s\n' | LC_ALL=C sort
    )
    printf '%s %s\n' "$JAVA_HOME" "$(jdk_version "$JAVA_HOME")" "libdpdk" "$(pkg-config --modversion libdpdk)"
  } | sha256sum
}

note_build() {
  mkdir -p "$(dirname "$LOCKSTEP_STAMP")"
  build_inputs >"$LOCKSTEP_STAMP"
}

is_built() {
  local output
  [[ -r $LOCKSTEP_STAMP && $(<"$LOCKSTEP_STAMP") == "$(build_inputs)" ]] || return 1
  for output in "$LOCKSTEP_HOME/bin/lockstep" "$LOCKSTEP_ROOT/benchmarks/target/classes"; do
    [[ -e $output ]] || return 1
  done
}

# Where the daemon's build puts what an installation would have: bin, lib, plugins.
LOCKSTEP_HOME=$LOCKSTEP_ROOT/daemon/target/lockstep

# Builds everything without running tests, unless nothing has changed since the last time.
# LOCKSTEP_BUILT is set by tests, which Maven runs: what it has just built must not be built by another Maven beside it.
build() {
  if [[ -n ${LOCKSTEP_BUILT-} ]] || is_built; then
    step "built already, nothing has changed"
    return 0
  fi
  step "building (log: ${LOCKSTEP_BUILD_LOG#"$LOCKSTEP_ROOT/"}; the first time takes a few minutes)"
  as_owner mkdir -p "$(dirname "$LOCKSTEP_BUILD_LOG")"
  if ! as_owner mvn -B -f "$LOCKSTEP_ROOT/pom.xml" -Dmaven.test.skip=true package </dev/null 2>&1 |
    as_owner tee "$LOCKSTEP_BUILD_LOG" >/dev/null; then
    tail -n 40 "$LOCKSTEP_BUILD_LOG" >&2
    fail "the build has failed; its last lines are above, all of it is in $LOCKSTEP_BUILD_LOG"
  fi
  build_inputs | as_owner tee "$LOCKSTEP_STAMP" >/dev/null
}

# --- Hugepages ------------------------------------------------------------------------------------------------------

LOCKSTEP_HUGEPAGES=/proc/sys/vm/nr_hugepages

free_hugepages() {
  sed -n 's/^HugePages_Free: *//p' /proc/meminfo
}

# change_hugepages DIFFERENCE: one reader and writer at a time; prints by how much the number has really changed.
change_hugepages() {
  (
    flock 9
    before=$(<"$LOCKSTEP_HUGEPAGES")
    wanted=$((before + $1 > 0 ? before + $1 : 0))
    echo "$wanted" 2>/dev/null >"$LOCKSTEP_HUGEPAGES" || true
    echo $(($(<"$LOCKSTEP_HUGEPAGES") - before))
  ) 9<"$LOCKSTEP_HUGEPAGES"
}

# reserve_hugepages COUNT FILE: makes COUNT hugepages of 2 MB free where it can, and notes in FILE what it has added so
# that restore_hugepages, of this run or of a later one, can take it back. Returns 1 when it cannot.
reserve_hugepages() {
  local missing got
  [[ -w $LOCKSTEP_HUGEPAGES && $(sed -n 's/^Hugepagesize: *//p' /proc/meminfo) == "2048 kB" ]] || return 1
  missing=$(($1 - $(free_hugepages)))
  [[ $missing -gt 0 ]] || return 0
  got=$(change_hugepages "$missing")
  echo "$got" >"$2"
  if [[ $got -lt $missing ]]; then
    restore_hugepages "$2"
    return 1
  fi
}

restore_hugepages() {
  local added
  [[ -s $1 ]] || return 0
  added=$(<"$1")
  rm -f "$1"
  [[ $added -le 0 ]] || change_hugepages "-$added" >/dev/null
}
