# Sourced by the programs of bin/: finds the JDK, builds what is missing, prepares a fast start.
# Everything that is said goes to standard error.
launch_root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
[[ $(<"$launch_root/pom.xml") =~ \<artifactId\>reservoir\</artifactId\>[[:space:]]*\<version\>([^<]+)\< ]]
launch_version=${BASH_REMATCH[1]}

# launch_find_jdk: sets launch_jdk to the home of a JDK 25, or says what to install and fails.
launch_find_jdk() {
  launch_jdk=$("$launch_root/bin/find-jdk")
}

# launch_jar MODULE: prints where the module's jar is; what it needs lies in lib/ beside it.
launch_jar() {
  printf '%s\n' "$launch_root/$1/target/${1##*/}-$launch_version.jar"
}

# launch_class_path MODULE: prints the module's jar and its libraries, always in the same order (an AOT cache wants that).
launch_class_path() {
  local jar path
  path=$(launch_jar "$1")
  for jar in "$launch_root/$1"/target/lib/*.jar; do
    path=$path:$jar
  done
  printf '%s\n' "$path"
}

# launch_for ARGUMENT...: notes what the user asked for, and that nothing was built or prepared (launch_prepared) yet. Help and the version are given without a word about builds.
launch_for() {
  local argument
  launch_quiet=
  launch_prepared=
  case ${1:-help} in help | version | __complete) launch_quiet=yes ;; esac
  for argument in "$@"; do
    case $argument in --help | -h | --version | -V) launch_quiet=yes ;; esac
  done
}

# launch_say TEXT: tells the user what goes on, unless that is not what they want to read.
launch_say() {
  [ -n "$launch_quiet" ] || printf '%s\n' "$1" >&2
}

# launch_build MODULE [MODULE_IT_USES...]: packages the module if its jar is missing or older than a source.
launch_build() {
  launch_is_built "$@" && return 0
  if ! command -v mvn >/dev/null 2>&1; then
    echo "Reservoir is not built yet, and Maven, which builds it, is not there: install Maven 3.8 or later (package maven)." >&2
    return 1
  fi
  if ! mkdir -p "$launch_root/target" 2>/dev/null || [ ! -w "$launch_root/target" ]; then
    echo "Reservoir is not built yet, or its sources have changed, and $launch_root/target cannot be written: have its owner run this command once." >&2
    return 1
  fi
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$launch_root/target/build.lock"
    flock -n 9 || {
      launch_say "Waiting for another build of Reservoir to end ..."
      flock 9
    }
    launch_is_built "$@" || launch_package "$@"
    local code=$?
    exec 9>&-
    return $code
  fi
  launch_package "$@"
}

launch_is_built() {
  local module=$1 jar stamp sources=("$launch_root/pom.xml")
  jar=$(launch_jar "$module")
  stamp=$launch_root/$module/target/launched
  [ -f "$jar" ] && [ -d "$launch_root/$module/target/lib" ] || return 1
  for module in "$@"; do
    sources+=("$launch_root/$module/pom.xml" "$launch_root/$module/src/main")
  done
  # Maven leaves a jar alone whose sources were only touched; the stamp says that this was looked at.
  [ -f "$stamp" ] || stamp=$jar
  [ -z "$(find "${sources[@]}" -newer "$jar" -newer "$stamp" -print -quit 2>/dev/null)" ]
}

launch_package() {
  launch_prepared=yes
  local module=$1 log=$launch_root/target/build-${1##*/}.log maven_home=${JAVA_HOME:-}
  if [ -z "$launch_quiet" ]; then
    echo "Building Reservoir (${module##*/}), once; this can take a minute or two ..." >&2
  elif [ -t 2 ]; then
    echo "Building Reservoir first, once ..." >&2
  fi
  launch_runs_maven || maven_home=$launch_jdk
  if ! JAVA_HOME=$maven_home mvn -B -f "$launch_root" -pl "$module" -am -Dmaven.test.skip=true package 2>&1 9>&- |
    tee "$log" | launch_progress; then
    echo "The build failed; the whole log is $log:" >&2
    grep -E '^\[ERROR\]' "$log" | head -20 >&2
    return 1
  fi
  touch "$launch_root/$module/target/launched"
}

# Whether the java that mvn would take by itself is new enough for the build's plugins.
launch_runs_maven() {
  local version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1) || return 1
  [[ $version =~ \"([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 17 ]
}

# A word for each module and a dot for every twenty downloads. Fails when the build did.
launch_progress() {
  awk -v quiet="$launch_quiet" '
       /^\[INFO\] BUILD SUCCESS/ { built = 1 }
       quiet { next }
       /^\[INFO\] Building [a-z]+ [0-9]/ { printf "%s  %s", (n++ ? "\n" : ""), $3; fflush() }
       /Downloaded from/ && ++files % 20 == 0 { printf "."; fflush() }
       END { if (n) print ""; exit !built }' >&2
}

# launch_aot CACHE CLASS_PATH JAVA_ARGUMENT...: makes the AOT cache, if it is not there or not of these jars and this JDK, by
# running java with the arguments. Sets launch_aot_flag to the option that uses it, or to nothing: without a cache all works,
# only slower, so a failure is no error; nor is a run that takes longer than RESERVOIR_REHEARSAL_SECONDS (60).
# (JDK 25 does not look whether the jars have changed: it would run the old classes.)
launch_aot() {
  local cache=$1 class_path=$2
  shift 2
  launch_aot_flag=()
  if ! launch_aot_is_fresh "$cache" "$cache" "$class_path"; then
    if [ -n "$launch_quiet" ] || [ ! -w "$(dirname "$cache")" ] || launch_aot_is_fresh "$cache" "$cache.failed" "$class_path"; then
      return 0
    fi
    launch_prepared=yes
    launch_say "Preparing a fast start, once ..."
    rm -f "$cache" "$cache.failed"
    cp "$launch_jdk/release" "$cache.jdk"
    if ! launch_limited "${RESERVOIR_REHEARSAL_SECONDS:-60}" "$cache.log" \
      "$launch_jdk/bin/java" -XX:AOTCacheOutput="$cache.$$" -cp "$class_path" "$@" || [ ! -f "$cache.$$" ]; then
      rm -f "$cache.$$" "$cache.$$.config"
      touch "$cache.failed"
      launch_say "That failed, so starts take longer; why is in $cache.log. To have it tried again: rm '$cache.failed'"
      return 0
    fi
    mv -f "$cache.$$" "$cache"
  fi
  launch_aot_flag=("-XX:AOTCache=$cache")
}

# launch_aot_is_fresh CACHE FILE CLASS_PATH: whether the file was made from these jars by this JDK.
launch_aot_is_fresh() {
  local jar jars
  [ -f "$2" ] && [ -f "$1.jdk" ] && [ "$(<"$1.jdk")" = "$(<"$launch_jdk/release")" ] || return 1
  IFS=: read -ra jars <<<"$3"
  for jar in "${jars[@]}"; do
    [ "$2" -nt "$jar" ] || return 1
  done
}

# launch_limited SECONDS LOG COMMAND...: runs the command and what it starts, and ends them all when the time is over.
launch_limited() {
  local end=$((SECONDS + $1)) log=$2 pid
  shift 2
  set -m # a process group of its own
  "$@" </dev/null >"$log" 2>&1 &
  pid=$!
  set +m
  trap 'kill -KILL -- "-$pid"; exit 130' INT TERM HUP
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$end" ]; then
      echo "Not over in time; ended." >>"$log"
      kill -KILL -- "-$pid" 2>/dev/null
    fi
    sleep 0.1
  done
  trap - INT TERM HUP
  wait "$pid" 2>/dev/null
}
