# shellcheck shell=bash
# What ./roam6 and ./dev share: finding a JDK, building, saying what is wrong. Sourced with `root` set.

: "${root:?}"
readonly EX_UNAVAILABLE=69

die() { # status, message
  printf 'roam6: %s\n' "$2" >&2
  exit "$1"
}

jdk_version() { # directory of a JDK; prints its feature version
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# Sets JAVA_HOME to a JDK of version 25 or later: JAVA_HOME itself, the one on the PATH, those of the distribution.
find_jdk() {
  local candidate version on_path
  on_path=$(readlink -f "$(command -v javac || true)" || true)
  for candidate in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* /opt/*; do
    [[ -n $candidate && -x $candidate/bin/javac ]] || continue
    version=$(jdk_version "$candidate")
    if ((${version:-0} >= 25)); then
      export JAVA_HOME=$candidate
      return
    fi
  done
  die $EX_UNAVAILABLE "needs a JDK 25 or later, found none in JAVA_HOME, on the PATH or in /usr/lib/jvm
  cure: install one (openjdk-25-jdk, or Temurin from https://adoptium.net), or set JAVA_HOME to it"
}

maven() {
  local command=mvn
  command -v mvn >/dev/null || command=$root/mvnw
  # Maven's own libraries make a new JDK complain about native access and Unsafe.
  local quiet='--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow'
  (
    cd "$root" || exit
    export MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 $quiet ${MAVEN_OPTS:-}"
    "$command" -B "$@"
  )
}

is_built() {
  local modules=(wire protocol sim linux daemon lab cli) stamp=$root/cli/target/roam6/built
  [[ -f $stamp ]] || return 1
  [[ -z $(find "$root/pom.xml" "${modules[@]/#/$root/}" -name target -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print -quit) ]]
}

# Builds the program where it is not built, or older than its sources. Two at once wait for each other.
build() {
  is_built && return
  local log=$root/cli/target/build.log
  mkdir -p "$root/cli/target" 2>/dev/null || true
  [[ -w $root/cli/target ]] ||
    die $EX_UNAVAILABLE "$root is not built, and $(id -un) may not write there; cure: run ./roam6 --version as its owner"
  (
    flock 9
    is_built && exit 0
    touch "$root/cli/target/build.start"
    printf 'roam6: building, which takes about a minute the first time ...\n' >&2
    maven -q -Dmaven.test.skip=true -pl cli -am package >"$log" 2>&1 9>&- || {
      tail -n 30 "$log" >&2
      die $EX_UNAVAILABLE "the build failed, see $log"
    }
    touch -r "$root/cli/target/build.start" "$root/cli/target/roam6/built"
  ) 9>"$root/cli/target/build.lock"
}
