# Sourced after launch.sh by what runs a command line of the cli room.
# KAFKA_HEAP_OPTS, KAFKA_OPTS and CLASSPATH mean what they mean to Kafka's own scripts.

# launch_cli NAME ARGUMENT...: becomes the command of that name.
launch_cli() {
  local name=$1 cache class_path flags heap options
  shift
  launch_for "$@"
  # A completion that takes a build would be no help.
  if [ "${1:-}" = __complete ] && ! launch_is_built cli machine; then
    exit 0
  fi
  launch_find_jdk && launch_build cli machine || exit 1
  # In the locale C (cron, containers) Java turns letters beyond ASCII into question marks, in arguments and in JSON.
  # Kafka's tools do so too, and are left alone.
  if [ "$name" = reservoir ]; then
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in C | POSIX) export LC_ALL=C.UTF-8 ;; esac
  fi

  cache=$launch_root/cli/target/cli.aot
  class_path=$(launch_class_path cli)
  flags=(-XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
  launch_aot "$cache" "$class_path" "${flags[@]}" -XX:TieredStopAtLevel=1 dev.reservoir.cli.Rehearsal

  heap=-Xmx256m
  case "$name ${1:-}" in
    *-perf-test\ * | reservoir\ bench) heap=-Xmx512m ;;
    *) flags+=(-XX:TieredStopAtLevel=1) ;; # over before the second compiler would pay
  esac
  # Both may hold several options.
  read -ra heap <<<"${KAFKA_HEAP_OPTS:-$heap}"
  read -ra options <<<"${KAFKA_OPTS:-}"
  exec "$launch_jdk/bin/java" "${flags[@]}" ${launch_aot_flag[@]+"${launch_aot_flag[@]}"} "${heap[@]}" ${options[@]+"${options[@]}"} \
    -cp "$class_path${CLASSPATH:+:$CLASSPATH}" dev.reservoir.cli.Main "$name" "$@"
}
