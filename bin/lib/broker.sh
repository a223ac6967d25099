# Sourced after launch.sh by what runs the broker's program.

# launch_broker ARGUMENT...: becomes the broker.
launch_broker() {
  local cache class_path flags options now
  launch_for "$@"
  launch_find_jdk && launch_build broker machine coord meta log wire || exit 1

  cache=$launch_root/broker/target/broker.aot
  class_path=$(launch_class_path broker)
  read -ra flags <"$launch_root/broker/jvm.options"
  launch_aot "$cache" "$class_path" "${flags[@]}" dev.reservoir.broker.Main rehearse

  flags+=(${launch_aot_flag[@]+"${launch_aot_flag[@]}"})
  # The time that it takes to be up is told; a build, once, is not part of it.
  now=${EPOCHREALTIME/[.,]/} # microseconds; an old bash has none
  [ -z "$launch_prepared" ] || flags+=("-Dreservoir.begun=${now%???}")
  read -ra options <<<"${RESERVOIR_OPTS:-}"
  exec "$launch_jdk/bin/java" "${flags[@]}" ${options[@]+"${options[@]}"} \
    -cp "$class_path" dev.reservoir.broker.Main "$@"
}
