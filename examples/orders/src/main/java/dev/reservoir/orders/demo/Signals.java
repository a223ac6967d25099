package dev.reservoir.orders.demo;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Proxy;

/**
 * Has signals end in a method instead of the end of the process. The class that does it, {@code
 * sun.misc.Signal} of the module jdk.unsupported, is one that compilers warn of, so it is looked up
 * by name.
 */
final class Signals {
    private Signals() {}

    /**
     * @param signal for example "INT"; one that the system does not know is ignored
     * @param action run on a thread of its own at each such signal
     */
    static void handle(String signal, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            Object handler =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handlerClass},
                            (_, _, _) -> run(action));
            Object named = signalClass.getConstructor(String.class).newInstance(signal);
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, named, handler);
        } catch (ReflectiveOperationException _) {
            // Then the signal does what it always does.
        }
    }

    /** Of a handler nothing is asked but to handle. */
    private static @Nullable Object run(Runnable action) {
        action.run();
        return null;
    }
}
