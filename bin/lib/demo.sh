# Sourced after launch.sh by what runs a demo.

# launch_demo demo ARGUMENT...: becomes the demo, in a JVM that its services, which are many, are started like.
launch_demo() {
  local cache class_path flags
  launch_for "$@"
  [ $# -gt 1 ] || launch_quiet=yes # a list of demos needs no fast start
  launch_find_jdk && launch_build examples/orders || exit 1

  cache=$launch_root/examples/orders/target/orders.aot
  class_path=$(launch_class_path examples/orders)
  flags=(-XX:+UseSerialGC -Xmx64m -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr
    --enable-native-access=ALL-UNNAMED "-Dreservoir.program=$launch_root/bin/reservoir")
  launch_aot "$cache" "$class_path" "${flags[@]}" dev.reservoir.orders.Main rehearse
  exec "$launch_jdk/bin/java" "${flags[@]}" ${launch_aot_flag[@]+"${launch_aot_flag[@]}"} \
    -cp "$class_path" dev.reservoir.orders.Main "${@:2}"
}
