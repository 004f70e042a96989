package io.siteagent.sandbox.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A function as it is deployed, run by AWS's own runtime interface client in a process of its own, with the memory of
 * {@code template.yaml} and the JVM options that Lambda's managed runtime uses. Works where this JVM is a JDK 25.
 */
public final class PackagedFunction implements AutoCloseable {

    /** In MiB. */
    private static final int MEMORY = 1024;

    private static final Duration INIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration INVOKE_LIMIT = Duration.ofMinutes(5);
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final double HEAP_SHARE = 0.85;

    /** What the JVM takes of a machine's memory if nobody says more; Lambda's machine has no more than the function. */
    private static final int FIRST_HEAP_SHARE = 64;

    /**
     * What came of an invocation.
     *
     * @param payload the answer; the error when it is one
     */
    public record Invoked(boolean succeeded, String payload, Duration duration) {}

    private final String name;
    private final RuntimeApi api;
    private final Process process;
    private final Path log;
    private final Instant started = Instant.now();
    private final Thread stopper;

    private PackagedFunction(String name, RuntimeApi api, Process process, Path log) {
        this.name = name;
        this.api = api;
        this.process = process;
        this.log = log;
        this.stopper = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(stopper);
    }

    /**
     * Starts it.
     *
     * @param folder classes, and libraries in {@code lib/}
     * @param handler {@code package.Class::method}
     * @param options further options of the JVM
     */
    public static PackagedFunction start(
            String name, Path folder, String handler, Map<String, String> environment, String... options)
            throws IOException {
        var api = new RuntimeApi(name);
        var log = Files.createTempFile("function-" + name, ".log");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:MaxHeapSize=" + (long) (MEMORY * HEAP_SHARE) + "m",
                "-XX:InitialHeapSize=" + MEMORY / FIRST_HEAP_SHARE + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", client() + "/*", CLIENT, handler));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(lambdaEnvironment(name, folder, handler, api));
        builder.environment().putAll(environment);
        return new PackagedFunction(name, api, builder.start(), log);
    }

    private static String client() throws IOException {
        var properties = new Properties();
        try (var in = PackagedFunction.class.getResourceAsStream("runtime.properties")) {
            properties.load(Objects.requireNonNull(in));
        }
        return properties.getProperty("client");
    }

    private static Map<String, String> lambdaEnvironment(String name, Path folder, String handler, RuntimeApi api) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API",
                api.address(),
                "AWS_LAMBDA_FUNCTION_NAME",
                name,
                "AWS_LAMBDA_FUNCTION_VERSION",
                "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(MEMORY),
                "_HANDLER",
                handler,
                "LAMBDA_TASK_ROOT",
                folder.toString(),
                "AWS_REGION",
                "eu-north-1",
                "AWS_ACCESS_KEY_ID",
                "sandbox",
                "AWS_SECRET_ACCESS_KEY",
                "sandbox");
    }

    public String name() {
        return name;
    }

    /** From the start of the process until the runtime asked for work. */
    public Duration init() throws IOException {
        var ready = CompletableFuture.anyOf(api.initialised(), api.brokenInit(), process.onExit());
        try {
            ready.get(INIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return Duration.between(started, api.initialised().get(0, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was starting", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("function " + name + " did not start:\n" + log(), e);
        }
    }

    /** Sends one event and waits for what comes of it. */
    public Invoked invoke(String event) throws IOException {
        init();
        var begin = System.nanoTime();
        try {
            var result = api.invoke(event, INVOKE_LIMIT);
            // A process that ends without an answer, for want of memory for instance, would be waited for in vain.
            var _ = process.onExit()
                    .thenRun(() -> result.complete(new RuntimeApi.Result.Broken("the process has ended")));
            return invoked(result.get(INVOKE_LIMIT.toMillis(), TimeUnit.MILLISECONDS), begin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " was working", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("function " + name + " did not answer:\n" + log(), e);
        }
    }

    private static Invoked invoked(RuntimeApi.Result result, long begin) {
        var duration = Duration.ofNanos(System.nanoTime() - begin);
        return switch (result) {
            case RuntimeApi.Result.Answered(var payload) -> new Invoked(true, payload, duration);
            case RuntimeApi.Result.Broken(var error) -> new Invoked(false, error, duration);
        };
    }

    /** The JVM that it runs in. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** The most memory that the process has used so far, in MiB; 0 where the system does not tell. */
    public long peakMemory() throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /** Everything that the function has written to its log. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        api.close();
        Files.deleteIfExists(log);
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException shuttingDown) {
            process.destroyForcibly();
        }
    }
}
