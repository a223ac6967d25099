# Sourced by bin/kafka-*: runs the command that the calling script is named after.
# KAFKA_HEAP_OPTS, KAFKA_OPTS and CLASSPATH mean what they mean to Kafka's own scripts.
. "${BASH_SOURCE[0]%/*}/launch.sh"
name=$(basename -- "$(readlink -f -- "$0")" .sh)
launch_for "$@"
launch_find_jdk && launch_build cli || exit 1

cache=$launch_root/cli/target/cli.aot
class_path=$(launch_class_path cli)
flags=(-XX:+UseSerialGC -Xlog:disable -Xlog:all=error:stderr
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
launch_aot "$cache" "$class_path" "${flags[@]}" -XX:TieredStopAtLevel=1 dev.reservoir.cli.Rehearsal

heap=-Xmx256m
case $name in
  *-perf-test) heap=-Xmx512m ;;
  *) flags+=(-XX:TieredStopAtLevel=1) ;; # over before the second compiler would pay
esac
# Both may hold several options.
read -ra heap <<<"${KAFKA_HEAP_OPTS:-$heap}"
read -ra options <<<"${KAFKA_OPTS:-}"
exec "$launch_jdk/bin/java" "${flags[@]}" ${launch_aot_flag[@]+"${launch_aot_flag[@]}"} "${heap[@]}" ${options[@]+"${options[@]}"} \
  -cp "$class_path${CLASSPATH:+:$CLASSPATH}" dev.reservoir.cli.Main "$name" "$@"
