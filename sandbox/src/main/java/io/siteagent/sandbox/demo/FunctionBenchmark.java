package io.siteagent.sandbox.demo;

import io.siteagent.sandbox.lambda.PackagedFunction;
import io.siteagent.sandbox.waldur.Consumer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures how fast the packaged functions start and answer, beside a bare handler, and prints it as a table. What they
 * do is a sweep over the demo's world with nothing left to do; Keycloak is the real one, everything else answers at
 * once.
 */
public final class FunctionBenchmark {

    private static final int WARM_CALLS = 20;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final String SWEEP = "{\"kind\":\"sweep\"}";
    private static final Map<String, String> HANDLERS =
            Map.of("order", "OrderHandler", "membership", "MembershipHandler", "report", "ReportHandler");

    private static final Pattern CALL_TIME = Pattern.compile("\"CallMilliseconds\":(\\d+)");

    private final DemoSite site;
    private final Path functions;

    /**
     * One start of one function.
     *
     * @param firstCalls how much of the first event's time the function waited for other systems; empty for the bare
     *     handler, which calls none
     * @param classesBefore loaded before the first event; empty where {@code jcmd} does not tell
     * @param classes loaded in the end
     */
    private record Run(
            Duration init,
            Duration initCpu,
            Duration first,
            Duration firstCpu,
            Optional<Duration> firstCalls,
            Duration warm,
            long peakMemory,
            OptionalLong classesBefore,
            OptionalLong classes) {

        Optional<Duration> firstOwn() {
            return firstCalls.map(first::minus);
        }

        long loadedByFirst() {
            return classes.orElse(0) - classesBefore.orElse(0);
        }
    }

    private FunctionBenchmark(DemoSite site, Path functions) {
        this.site = site;
        this.functions = functions;
    }

    /**
     * Runs it.
     *
     * @param arguments the folder {@code functions} of the build, and how often each function is started (5 if not
     *     said)
     */
    public static void main(String[] arguments) throws IOException {
        int starts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (var site = new DemoSite()) {
            new FunctionBenchmark(site, Path.of(arguments[0])).measure(starts);
        }
        System.exit(0);
    }

    private void measure(int starts) throws IOException {
        run("order", false);
        measureFunctions(starts);
        measureOrders(starts);
    }

    /** A create order with everything answering 20 ms late: how well the calls overlap. */
    private void measureOrders(int orders) throws IOException {
        var environment = new HashMap<>(site.environment());
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        var folder = functions.resolve("order").resolve("target/function").toAbsolutePath();
        var handler = "io.siteagent.functions.order.OrderHandler";
        site.sandbox.rancher().controllerDelay(Duration.ZERO);
        System.out.println();
        System.out.println("| create order | calls | one after another | wall ms at 20 ms a call |");
        System.out.println("|---|---|---|---|");
        try (var function = PackagedFunction.start("order", folder, handler, environment)) {
            sweep(function);
            site.sandbox.latency().set(LATENCY);
            var project = site.sandbox.waldur().seed().customer("Benchmark").project("Orders");
            project.member("alice", "PROJECT.MEMBER");
            for (int i = 1; i <= orders; i++) {
                project.orders(site.world.offering(), "order-" + i, Consumer.limits("cpu", 4, "ram", 8, "storage", 20));
                site.sandbox.calls().clear();
                var time = sweep(function);
                System.out.println("| %d | %d | %d | %d |"
                        .formatted(i, site.calls().size(), site.sandbox.calls().mostInSequence(), time.toMillis()));
            }
        } finally {
            site.sandbox.latency().clear();
        }
    }

    private void measureFunctions(int starts) throws IOException {
        System.out.println(
                "| function | start | init ms (CPU) | first ms (CPU) | of it calls | own | warm ms | peak MiB | classes | after init | zip MB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        measureBareHandler(starts);
        for (var name : List.of("order", "membership", "report")) {
            for (boolean snapStart : new boolean[] {false, true}) {
                var runs = new ArrayList<Run>();
                for (int i = 0; i < starts; i++) {
                    runs.add(run(name, snapStart));
                }
                var zip = Files.size(functions.resolve(name).resolve("target/function.zip")) / 1e6;
                System.out.println(row(name, snapStart ? "SnapStart" : "on demand", runs) + " %.1f |".formatted(zip));
            }
        }
    }

    /** In a folder with the libraries of a function beside it. */
    private void measureBareHandler(int starts) throws IOException {
        var folder = Files.createTempDirectory("bare-handler");
        var file = Path.of("io/siteagent/functions/packaged/BareHandler.class");
        Files.createDirectories(folder.resolve(file).getParent());
        Files.copy(functions.resolve("packaged/target/test-classes").resolve(file), folder.resolve(file));
        Files.createSymbolicLink(
                folder.resolve("lib"),
                functions.resolve("order/target/function/lib").toAbsolutePath());
        var runs = new ArrayList<Run>();
        for (int i = 0; i < starts; i++) {
            runs.add(run("bare", folder, "io.siteagent.functions.packaged.BareHandler", false));
        }
        System.out.println(row("bare `RequestHandler`", "on demand", runs) + " |");
    }

    private Run run(String name, boolean snapStart) throws IOException {
        var folder = functions.resolve(name).resolve("target/function").toAbsolutePath();
        return run(name, folder, "io.siteagent.functions.%s.%s".formatted(name, HANDLERS.get(name)), snapStart);
    }

    private Run run(String name, Path folder, String handler, boolean snapStart) throws IOException {
        var environment = new HashMap<>(site.environment());
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", snapStart ? "snap-start" : "on-demand");
        try (var function = PackagedFunction.start(
                name, folder, handler, environment, "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac")) {
            var process = function.process();
            var init = function.init();
            var initCpu = cpu(process);
            var classesBefore = loadedClasses(process.pid());
            var first = sweep(function);
            var firstCpu = cpu(process).minus(initCpu);
            var firstCalls = timeInCalls(function.log());
            var warm = new ArrayList<Duration>();
            for (int i = 0; i < WARM_CALLS; i++) {
                warm.add(sweep(function));
            }
            return new Run(
                    init,
                    initCpu,
                    first,
                    firstCpu,
                    firstCalls,
                    median(warm),
                    function.peakMemory(),
                    classesBefore,
                    loadedClasses(process.pid()));
        }
    }

    private static Duration sweep(PackagedFunction function) throws IOException {
        var invoked = function.invoke(SWEEP);
        if (!invoked.succeeded()) {
            throw new IOException(function.name() + " failed: " + invoked.payload());
        }
        return invoked.duration();
    }

    /** As the function itself writes it to its log, the metric that an installation shows too. */
    private static Optional<Duration> timeInCalls(String log) {
        return CALL_TIME
                .matcher(log)
                .results()
                .map(found -> Duration.ofMillis(Long.parseLong(found.group(1))))
                .findFirst();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static OptionalLong loadedClasses(long pid) throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var answer = new ProcessBuilder(jcmd, Long.toString(pid), "PerfCounter.print")
                .redirectErrorStream(true)
                .start();
        try (var lines = answer.inputReader()) {
            return lines.lines()
                    .filter(line -> line.startsWith("java.cls.loadedClasses=")
                            || line.startsWith("java.cls.sharedLoadedClasses="))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                    .reduce(Long::sum);
        }
    }

    private static String row(String name, String start, List<Run> runs) {
        return "| %s | %s | %d (%d) | %d (%d) | %s | %s | %d | %d | %d | %d |"
                .formatted(
                        name,
                        start,
                        median(runs.stream().map(Run::init).toList()).toMillis(),
                        median(runs.stream().map(Run::initCpu).toList()).toMillis(),
                        median(runs.stream().map(Run::first).toList()).toMillis(),
                        median(runs.stream().map(Run::firstCpu).toList()).toMillis(),
                        medianMillis(runs.stream().map(Run::firstCalls)),
                        medianMillis(runs.stream().map(Run::firstOwn)),
                        median(runs.stream().map(Run::warm).toList()).toMillis(),
                        runs.stream().mapToLong(Run::peakMemory).max().orElse(0),
                        runs.stream()
                                .mapToLong(run -> run.classes().orElse(0))
                                .max()
                                .orElse(0),
                        runs.stream().mapToLong(Run::loadedByFirst).max().orElse(0));
    }

    private static String medianMillis(Stream<Optional<Duration>> durations) {
        var present = durations.flatMap(Optional::stream).toList();
        return present.isEmpty() ? "" : Long.toString(median(present).toMillis());
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }
}
