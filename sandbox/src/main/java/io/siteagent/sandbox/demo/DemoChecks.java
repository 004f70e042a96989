package io.siteagent.sandbox.demo;

import io.siteagent.sandbox.waldur.Order;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What must be true at each point of the demo; collects what is not. */
final class DemoChecks {

    private static final List<List<String>> TEAMS = List.of(
            List.of("alice", "bob"), List.of("carol", "dan", "eve"), List.of("frank", "grace", "heidi", "ivan"));
    private static final List<Map<String, String>> QUOTAS = List.of(
            Map.of("limits.cpu", "8", "limits.memory", "32Gi"),
            Map.of("limits.cpu", "4", "limits.memory", "16Gi"),
            Map.of("limits.cpu", "2", "limits.memory", "8Gi"));

    private final DemoSite site;
    private final List<String> problems = new ArrayList<>();

    DemoChecks(DemoSite site) {
        this.site = site;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void that(boolean expectation, String problem) {
        if (!expectation) {
            problems.add(problem);
        }
    }

    private void equal(String what, Object expected, Object found) {
        that(expected.equals(found), "%s: expected %s, found %s".formatted(what, expected, found));
    }

    void afterOrders() throws IOException {
        equal(
                "projects",
                3,
                site.sandbox.rancher().inventory().projects(DemoSite.CLUSTER).size());
        for (var i = 0; i < TEAMS.size(); i++) {
            var order = site.world.orders().get(i);
            var name = site.sandbox.waldur().resource(order.resource()).name();
            equal(
                    "order of " + name,
                    "done",
                    site.sandbox.waldur().order(order.uuid()).state().text());
            equal(
                    "bindings of " + name,
                    1,
                    site.sandbox
                            .rancher()
                            .inventory()
                            .bindings(projectOf(order))
                            .size());
            equal("members of " + name, ids(TEAMS.get(i)), members(order));
            QUOTAS.get(i).forEach((key, amount) -> equal("%s of %s".formatted(key, name), amount, hard(order, key)));
        }
    }

    void afterMembership() throws IOException {
        equal(
                "members of weather",
                ids(List.of("carol", "dan", "judy")),
                members(site.world.orders().get(1)));
        equal(
                "members of genome",
                ids(TEAMS.getFirst()),
                members(site.world.orders().getFirst()));
    }

    void afterReport() {
        var month = YearMonth.from(Instant.now().atZone(ZoneOffset.UTC));
        var genome =
                site.sandbox.waldur().amounts(site.world.orders().getFirst().resource(), month);
        Map.of("cpu", "2", "ram", "8", "storage", "40")
                .forEach((component, amount) -> that(
                        genome.getOrDefault(component, BigDecimal.valueOf(-1)).compareTo(new BigDecimal(amount)) == 0,
                        "usage of genome: expected %s %s, found %s".formatted(component, amount, genome)));
        var weather = site.sandbox.waldur().amounts(site.world.orders().get(1).resource(), month);
        that(
                weather.getOrDefault("cpu", BigDecimal.valueOf(-1)).signum() == 0,
                "usage of weather: expected a real zero, found " + weather);
    }

    private String projectOf(Order order) {
        return site.sandbox.waldur().resource(order.resource()).backendId();
    }

    String namespaceOf(Order order) {
        return site.sandbox
                .rancher()
                .inventory()
                .namespacesOf(projectOf(order))
                .getFirst()
                .path("metadata")
                .path("name")
                .asText();
    }

    private String hard(Order order, String key) {
        return site.sandbox.rancher().inventory().resourceQuotas(DemoSite.CLUSTER, namespaceOf(order)).stream()
                .map(quota -> quota.path("spec").path("hard").path(key).asText())
                .findFirst()
                .orElse("nothing");
    }

    private List<String> ids(List<String> people) {
        return people.stream().map(site::keycloakId).sorted().toList();
    }

    private List<String> members(Order order) throws IOException {
        var binding =
                site.sandbox.rancher().inventory().bindings(projectOf(order)).getFirst();
        var group = binding.path("groupPrincipalName").asText().replaceFirst(".*://", "");
        return site.realm.membersByPath().entrySet().stream()
                .filter(entry ->
                        Arrays.asList(entry.getKey().split("/")).getLast().equals(group))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }
}
