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
  printf '%s\n' "$launch_root/$1/target/$1-$launch_version.jar"
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

# launch_build MODULE [MODULE_IT_USES...]: packages the module if its jar is missing or older than a source.
launch_build() {
  launch_is_built "$@" && return 0
  if ! command -v mvn >/dev/null 2>&1; then
    echo "Reservoir is not built yet, and Maven, which builds it, is not there: install Maven 3.8 or later (package maven)." >&2
    return 1
  fi
  mkdir -p "$launch_root/target"
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$launch_root/target/build.lock"
    flock 9
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
  local module=$1 log=$launch_root/target/build-$1.log
  echo "Building Reservoir ($module), once; this can take a minute or two ..." >&2
  command -v java >/dev/null 2>&1 || export JAVA_HOME=$launch_jdk
  if ! mvn -B -f "$launch_root" -pl "$module" -am -Dmaven.test.skip=true package 2>&1 9>&- | tee "$log" | launch_progress; then
    echo "The build failed; the whole log is $log:" >&2
    grep -E '^\[ERROR\]' "$log" | head -20 >&2
    return 1
  fi
  touch "$launch_root/$module/target/launched"
}

# A word for each module and a dot for every twenty downloads.
launch_progress() {
  awk '/^\[INFO\] Building [a-z]+ [0-9]/ { printf "%s  %s", (n++ ? "\n" : ""), $3; fflush() }
       /Downloaded from/ && ++files % 20 == 0 { printf "."; fflush() }
       /^\[INFO\] BUILD SUCCESS/ { built = 1 }
       END { print ""; exit !built }' >&2
}

# launch_aot CACHE CLASS_PATH JAVA_ARGUMENT...: makes the AOT cache, if it is not there or not of these jars and this JDK, by
# running java with the arguments. Sets launch_aot_flag to the option that uses it, or to nothing: without a cache all works,
# only slower, so a failure is no error. (JDK 25 does not look whether the jars have changed: it would run the old classes.)
launch_aot() {
  local cache=$1 class_path=$2
  shift 2
  launch_aot_flag=()
  if ! launch_aot_is_fresh "$cache" "$class_path"; then
    [ -w "$(dirname "$cache")" ] || return 0
    echo "Preparing a fast start, once ..." >&2
    rm -f "$cache" "$cache.jdk"
    if "$launch_jdk/bin/java" -XX:AOTCacheOutput="$cache.$$" -cp "$class_path" "$@" </dev/null >"$cache.log" 2>&1 &&
      [ -f "$cache.$$" ]; then
      mv -f "$cache.$$" "$cache"
      cp "$launch_jdk/release" "$cache.jdk"
    else
      rm -f "$cache.$$" "$cache.$$.config"
      return 0
    fi
  fi
  launch_aot_flag=("-XX:AOTCache=$cache")
}

launch_aot_is_fresh() {
  local cache=$1 jar
  [ -f "$cache" ] && [ -f "$cache.jdk" ] && [ "$(<"$cache.jdk")" = "$(<"$launch_jdk/release")" ] || return 1
  local IFS=:
  for jar in $2; do
    [ "$cache" -nt "$jar" ] || return 1
  done
}
