package io.siteagent.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.lambda.PackagedFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Plays the main job through: three orders become three Rancher projects with quotas, groups, members and bindings;
 * people come and go; usage is reported; and a second run of everything finds nothing to do. Ends with exit code 1 and
 * a list when something is not as expected.
 */
public final class Demo {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SWEEP = "{\"kind\":\"sweep\"}";

    /** What a whole order may cost, so that a site agent stays polite on a large estate. */
    private static final int MOST_CALLS_OF_AN_ORDER = 26;

    private final DemoSite site;
    private final DemoReport report;
    private final DemoChecks checks;
    private final PackagedFunction order;
    private final PackagedFunction membership;
    private final PackagedFunction usage;

    private Demo(DemoSite site, Path functions) throws IOException {
        this.site = site;
        this.report = new DemoReport(site, System.out);
        this.checks = new DemoChecks(site);
        this.order = start(functions, "order", "OrderHandler");
        this.membership = start(functions, "membership", "MembershipHandler");
        this.usage = start(functions, "report", "ReportHandler");
    }

    /**
     * Runs it.
     *
     * @param arguments the folder {@code functions} of the build; {@code --keep} leaves the sandbox running until
     *     Ctrl-C
     */
    public static void main(String[] arguments) throws Exception {
        var keep = Arrays.asList(arguments).contains("--keep");
        int problems;
        try (var site = new DemoSite()) {
            problems = new Demo(site, Path.of(arguments[0])).play();
            if (keep) {
                System.out.println();
                SandboxMain.stay(site);
            }
        }
        System.exit(problems == 0 ? 0 : 1);
    }

    /** One after another: the runtime client unpacks its native library to a place that all processes share. */
    private PackagedFunction start(Path functions, String name, String handler) throws IOException {
        var function = PackagedFunction.start(
                name,
                functions.resolve(name).resolve("target").resolve("function").toAbsolutePath(),
                "io.siteagent.functions.%s.%s".formatted(name, handler),
                site.environment());
        function.init();
        return function;
    }

    private int play() throws IOException {
        try {
            firstOrder();
            otherOrders();
            peopleComeAndGo();
            reportUsage();
            secondRun();
            technicalEnd();
        } finally {
            order.close();
            membership.close();
            usage.close();
        }
        var problems = checks.problems();
        report.chapter(problems.isEmpty() ? "Everything is as expected" : "NOT as expected");
        problems.forEach(report::say);
        return problems.size();
    }

    private void firstOrder() throws IOException {
        report.chapter("The first order, alone");
        var first = site.world.orders().getFirst();
        site.sandbox.calls().clear();
        report.items(invoke(
                order,
                "{\"kind\":\"order\",\"offering\":\"%s\",\"order\":\"%s\"}"
                        .formatted(site.world.offering().uuid(), first.uuid())));
        report.calls(site.calls());
        checks.that(
                site.calls().size() <= MOST_CALLS_OF_AN_ORDER,
                "the first order cost %d calls, more than %d"
                        .formatted(site.calls().size(), MOST_CALLS_OF_AN_ORDER));
    }

    private void otherOrders() throws IOException {
        report.chapter("The other orders, found by a sweep");
        report.items(invoke(order, SWEEP));
        report.chapter("What there is now");
        report.orders();
        report.projects();
        report.groups();
        checks.afterOrders();
    }

    private void peopleComeAndGo() throws IOException {
        report.chapter("Judy joins Climate, Eve leaves it");
        var climate = site.sandbox
                .waldur()
                .resource(site.world.orders().get(1).resource())
                .project();
        site.sandbox.waldur().consumer().addMember(climate, "judy", "PROJECT.MEMBER");
        site.sandbox.waldur().consumer().removeMember(climate, "eve");
        report.items(invoke(membership, SWEEP));
        report.groups();
        checks.afterMembership();
    }

    private void reportUsage() throws IOException {
        report.chapter("Pods run, volumes are claimed, usage is reported");
        var namespace = checks.namespaceOf(site.world.orders().getFirst());
        site.sandbox
                .rancher()
                .seed()
                .pod(DemoSite.CLUSTER, namespace, "assembly", Map.of("cpu", "1500m", "memory", "6Gi"))
                .pod(DemoSite.CLUSTER, namespace, "alignment", Map.of("cpu", "500m", "memory", "2Gi"))
                .volumeClaim(DemoSite.CLUSTER, namespace, "reads", "40Gi");
        report.items(invoke(usage, SWEEP));
        report.usage();
        checks.afterReport();
    }

    private void secondRun() throws IOException {
        report.chapter("Everything once more");
        site.sandbox.calls().clear();
        for (var function : List.of(order, membership, usage)) {
            var answer = invoke(function, SWEEP);
            report.say(function.name() + ":");
            report.items(answer);
        }
        report.calls(site.calls());
        report.say("%d of them changed something".formatted(site.writes().size()));
        checks.that(site.writes().isEmpty(), "the second run wrote: " + site.writes());
    }

    private void technicalEnd() throws IOException {
        report.chapter("The functions themselves");
        for (var function : List.of(order, membership, usage)) {
            report.say("%-10s init %d ms, at most %d MiB"
                    .formatted(function.name(), function.init().toMillis(), function.peakMemory()));
        }
        checks.that(
                site.sandbox.calls().unknown().isEmpty(),
                "calls to endpoints that the sandbox does not know: "
                        + site.sandbox.calls().unknown());
    }

    private JsonNode invoke(PackagedFunction function, String event) throws IOException {
        var invoked = function.invoke(event);
        report.say("%s answered after %d ms"
                .formatted(function.name(), invoked.duration().toMillis()));
        checks.that(invoked.succeeded(), function.name() + " failed: " + invoked.payload());
        var answer = JSON.readTree(invoked.payload());
        checks.that(
                answer.path("complete").asBoolean(),
                function.name() + " left something undone: " + invoked.payload() + "\n" + function.log());
        return answer;
    }
}
