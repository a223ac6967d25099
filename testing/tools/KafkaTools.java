import org.apache.kafka.common.utils.Exit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs Apache Kafka's command lines one after the other in one JVM, as each would run in its own:
 * with its own standard streams, its shutdown hooks, its exit code. Started from its source, on
 * Kafka's class path.
 *
 * <p>A call comes on standard input: the main class, the number of arguments, the arguments (UTF),
 * the length of its standard input and that (bytes). The answer goes to standard output: the exit
 * code, then standard output and standard error, each as a length and bytes.
 */
final class KafkaTools {
    private static final int HOOK_SECONDS = 20;
    private static final int TIMED_OUT = -1;

    private final List<Runnable> hooks = new ArrayList<>();
    private volatile CompletableFuture<Integer> ended = new CompletableFuture<>();

    private KafkaTools() {}

    public static void main(String[] arguments) throws Exception {
        int limitSeconds = Integer.parseInt(arguments[0]);
        DataInputStream calls = new DataInputStream(System.in);
        DataOutputStream answers = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        KafkaTools tools = new KafkaTools();
        Exit.setExitProcedure((code, _) -> tools.exit(code));
        Exit.setHaltProcedure((code, _) -> tools.exit(code));
        Exit.setShutdownHookAdder((_, hook) -> tools.addHook(hook));
        try {
            while (true) {
                String mainClass = calls.readUTF();
                String[] tool = new String[calls.readInt()];
                for (int i = 0; i < tool.length; i++) {
                    tool[i] = calls.readUTF();
                }
                byte[] input = calls.readNBytes(calls.readInt());
                tools.run(mainClass, tool, input, limitSeconds, answers);
            }
        } catch (EOFException _) {
            Runtime.getRuntime().halt(0);
        }
    }

    private void run(
            String mainClass,
            String[] arguments,
            byte[] input,
            int limitSeconds,
            DataOutputStream answers)
            throws IOException, InterruptedException, ExecutionException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ended = new CompletableFuture<>();
        System.setIn(new ByteArrayInputStream(input));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        CompletableFuture<Integer> end = ended;
        Thread.ofPlatform().daemon().start(() -> end.complete(main(mainClass, arguments)));
        int code;
        try {
            code = end.get(limitSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            code = TIMED_OUT;
        }
        runHooks();
        answers.writeInt(code);
        for (ByteArrayOutputStream stream : List.of(out, err)) {
            byte[] bytes = stream.toByteArray();
            answers.writeInt(bytes.length);
            answers.write(bytes);
        }
        answers.flush();
    }

    /** As the JVM calls it: what it throws is printed and ends the process with 1. */
    private static int main(String mainClass, String[] arguments) {
        try {
            Class.forName(mainClass)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
            return 0;
        } catch (InvocationTargetException e) {
            System.err.print("Exception in thread \"main\" ");
            e.getCause().printStackTrace();
            return 1;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Like {@link System#exit} this does not return: the thread that calls it waits for ever. */
    private void exit(int code) {
        ended.complete(code);
        while (true) {
            LockSupport.park();
        }
    }

    private synchronized void addHook(Runnable hook) {
        hooks.add(hook);
    }

    private synchronized void runHooks() throws InterruptedException {
        for (Runnable hook : hooks) {
            Thread.ofPlatform()
                    .daemon()
                    .start(hook)
                    .join(java.time.Duration.ofSeconds(HOOK_SECONDS));
        }
        hooks.clear();
    }
}
