package io.siteagent.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.waldur.Order;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows the site as a person would like to read it. */
final class DemoReport {

    private final DemoSite site;
    private final PrintStream out;

    DemoReport(DemoSite site, PrintStream out) {
        this.site = site;
        this.out = out;
    }

    void chapter(String title) {
        out.printf("%n== %s%n", title);
    }

    void say(String line) {
        out.println("   " + line);
    }

    void orders() {
        for (var order : site.world.orders()) {
            var now = site.sandbox.waldur().order(order.uuid());
            say("%-8s %-8s %s"
                    .formatted(
                            now.type().text(), resourceName(order), now.state().text()));
        }
    }

    private String resourceName(Order order) {
        return site.sandbox.waldur().resource(order.resource()).name();
    }

    void projects() {
        for (var project : site.sandbox.rancher().inventory().projects(DemoSite.CLUSTER)) {
            var id = DemoSite.CLUSTER + ":"
                    + project.path("metadata").path("name").asText();
            say("project %s (%s): %s"
                    .formatted(
                            project.path("spec").path("displayName").asText(),
                            id,
                            project.path("spec").path("description").asText()));
            for (var namespace : site.sandbox.rancher().inventory().namespacesOf(id)) {
                var name = namespace.path("metadata").path("name").asText();
                say("  namespace %s, enforced: %s".formatted(name, enforced(name)));
            }
            for (var binding : site.sandbox.rancher().inventory().bindings(id)) {
                say("  %s has role %s"
                        .formatted(
                                binding.path("groupPrincipalName").asText(),
                                binding.path("roleTemplateName").asText()));
            }
        }
    }

    private String enforced(String namespace) {
        return site.sandbox.rancher().inventory().resourceQuotas(DemoSite.CLUSTER, namespace).stream()
                .map(quota -> quota.path("spec").path("hard").properties().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().asText())
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    void groups() throws IOException {
        site.realm
                .membersByPath()
                .forEach((path, members) -> say("group %s%s"
                        .formatted(
                                path,
                                members.isEmpty()
                                        ? ""
                                        : ": "
                                                + members.stream()
                                                        .map(site::person)
                                                        .sorted()
                                                        .collect(Collectors.joining(", ")))));
    }

    void usage() {
        var month = YearMonth.from(Instant.now().atZone(ZoneOffset.UTC));
        for (var order : site.world.orders()) {
            var amounts = new TreeMap<>(site.sandbox.waldur().amounts(order.resource(), month));
            say("%-8s %s"
                    .formatted(
                            resourceName(order),
                            amounts.isEmpty()
                                    ? "nothing reported"
                                    : amounts.entrySet().stream()
                                            .map(entry -> entry.getKey() + " " + entry.getValue())
                                            .collect(Collectors.joining(", "))));
        }
    }

    void items(JsonNode answer) {
        for (var item : answer.path("items")) {
            say("%s %s: %s%s"
                    .formatted(
                            item.path("kind").asText(),
                            item.path("name").asText(item.path("id").asText()),
                            item.path("outcome").asText(),
                            item.path("reason").asText().isEmpty()
                                    ? ""
                                    : " (" + item.path("reason").asText() + ")"));
            item.path("changes").forEach(change -> say("    " + change.asText()));
            item.path("warnings").forEach(warning -> say("    ! " + warning.asText()));
        }
        if (answer.path("items").isEmpty()) {
            say("nothing to do");
        }
    }

    void calls(List<Call> calls) {
        var bySystem = calls.stream().collect(Collectors.groupingBy(Call::system, TreeMap::new, Collectors.counting()));
        say("%d outgoing calls: %s"
                .formatted(
                        calls.size(),
                        bySystem.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))));
    }
}
