package io.siteagent.core.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * As much of Waldur and of a cluster behind Rancher as a report needs, on loopback: state in, recorded calls out.
 * Waldur replaces what is sent for a component and shows it in its list, as the real one does.
 */
final class ReportWorld implements AutoCloseable {

    static final String OFFERING = "0ffe0000000000000000000000000001";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a path answers instead of the truth, until it is taken back. */
    record Fault(int status, boolean cutShort) {}

    private record UsageRow(String resource, String type, String amount, String period) {

        Map<String, String> json() {
            return Map.of(
                    "uuid", "%032x".formatted(hashCode() & 0xffffffffL),
                    "resource_uuid", resource,
                    "offering_uuid", OFFERING,
                    "type", type,
                    "usage", amount,
                    "billing_period", period);
        }
    }

    private final HttpServer server;
    private final Map<String, Map<String, Object>> resources = new LinkedHashMap<>();
    private final List<Map<String, Object>> components = new ArrayList<>();
    private final List<Map<String, Object>> namespaces = new ArrayList<>();
    private final List<Map<String, Object>> projects = new ArrayList<>();
    private final List<Map<String, Object>> pods = new ArrayList<>();
    private final List<Map<String, Object>> claims = new ArrayList<>();
    private final Map<String, UsageRow> usages = new TreeMap<>();
    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private Runnable onPods = () -> {};

    ReportWorld() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        namespace("kube-system", "");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    void component(String type, String billingType) {
        components.add(Map.of("type", type, "billing_type", billingType));
    }

    void resource(String uuid, String state, String backendId) {
        var resource = new LinkedHashMap<String, Object>(Map.of(
                "uuid",
                uuid,
                "offering_uuid",
                OFFERING,
                "name",
                "resource " + uuid.charAt(0),
                "state",
                state,
                "project_uuid",
                "11111111111111111111111111111111",
                "limits",
                Map.of()));
        resource.put("backend_id", backendId);
        resources.put(uuid, resource);
    }

    void state(String uuid, String state) {
        resources.getOrDefault(uuid, new LinkedHashMap<>()).put("state", state);
    }

    void project(String name) {
        projects.add(Map.of(
                "metadata",
                Map.of("name", name, "namespace", "c-1"),
                "spec",
                Map.of("clusterName", "c-1", "displayName", name)));
    }

    /** @param projectId empty for a namespace outside of all projects */
    void namespace(String name, String projectId) {
        namespaces.add(Map.of(
                "metadata",
                projectId.isEmpty()
                        ? Map.of("name", name)
                        : Map.of("name", name, "annotations", Map.of("field.cattle.io/projectId", projectId))));
    }

    void pod(String namespace, Map<String, String> requests) {
        pods.add(Map.of(
                "metadata",
                Map.of("namespace", namespace, "name", "pod-" + pods.size()),
                "spec",
                Map.of("containers", List.of(Map.of("name", "c", "resources", Map.of("requests", requests)))),
                "status",
                Map.of("phase", "Running")));
    }

    void claim(String namespace, String storage) {
        claims.add(Map.of(
                "metadata",
                Map.of("namespace", namespace, "name", "claim-" + claims.size()),
                "spec",
                Map.of("resources", Map.of("requests", Map.of("storage", storage)))));
    }

    /** Something that happens while the pods are being listed. */
    void whilePodsAreListed(Runnable event) {
        onPods = event;
    }

    /** @param path end of the path that fails */
    void fail(String path, Fault fault) {
        faults.put(path, fault);
    }

    void heal() {
        faults.clear();
    }

    /** Usage that Waldur holds, as {@code "<month> <type>"} to amount. */
    Map<String, String> usageOf(String resource) {
        var held = new TreeMap<String, String>();
        usages.values().stream()
                .filter(row -> row.resource().equals(resource))
                .forEach(row -> held.put(row.period().substring(0, 7) + " " + row.type(), row.amount()));
        return held;
    }

    /** Calls as "METHOD path", without query, in the order of arrival. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<String> posts() {
        return calls.stream().filter(call -> call.startsWith("POST")).toList();
    }

    void forgetCalls() {
        calls.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            calls.add(exchange.getRequestMethod() + " " + path);
            var fault = faults.entrySet().stream()
                    .filter(entry -> path.endsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (fault.isPresent() && !fault.get().cutShort()) {
                answer(exchange, fault.get().status(), Map.of("message", "as ordered"), false);
            } else {
                respond(exchange, path, fault.isPresent());
            }
        }
    }

    private void respond(HttpExchange exchange, String path, boolean cutShort) throws IOException {
        if (path.endsWith("/pods")) {
            onPods.run();
        }
        synchronized (this) {
            switch (path.substring(path.lastIndexOf('/', path.length() - 2))) {
                case "/namespaces" -> answer(exchange, 200, list(namespaces), cutShort);
                case "/pods" -> answer(exchange, 200, list(pods), cutShort);
                case "/persistentvolumeclaims" -> answer(exchange, 200, list(claims), cutShort);
                case "/projects" -> answer(exchange, 200, list(projects), cutShort);
                case "/" + OFFERING + "/" -> answer(exchange, 200, Map.of("components", components), cutShort);
                case "/marketplace-provider-resources/" -> answer(exchange, 200, listed(exchange), cutShort);
                case "/marketplace-component-usages/" ->
                    answer(
                            exchange,
                            200,
                            usages.values().stream().map(UsageRow::json).toList(),
                            cutShort);
                case "/set_usage/" -> setUsage(exchange);
                default -> resourceDetail(exchange, path);
            }
        }
    }

    private void resourceDetail(HttpExchange exchange, String path) throws IOException {
        var uuid = path.replaceAll(".*/([0-9a-f]{32})/$", "$1");
        var resource = resources.get(uuid);
        answer(exchange, resource == null ? 404 : 200, resource == null ? Map.of("detail", "no") : resource, false);
    }

    private List<Map<String, Object>> listed(HttpExchange exchange) {
        var query = exchange.getRequestURI().getQuery();
        return resources.values().stream()
                .filter(resource -> query.contains("state=" + resource.get("state")))
                .toList();
    }

    private static Map<String, Object> list(List<Map<String, Object>> items) {
        return Map.of("kind", "List", "metadata", Map.of(), "items", items);
    }

    private void setUsage(HttpExchange exchange) throws IOException {
        var body = JSON.readTree(exchange.getRequestBody());
        var uuid = body.path("resource").asText();
        if (!List.of("OK", "Updating", "Terminating")
                .contains(resources.getOrDefault(uuid, Map.of()).get("state"))) {
            answer(exchange, 400, Map.of("resource", List.of("Resource is not in valid state.")), false);
            return;
        }
        for (var usage : body.path("usages")) {
            store(uuid, usage, body.path("date").asText().substring(0, 10));
        }
        answer(exchange, 201, Map.of(), false);
    }

    private void store(String resource, JsonNode usage, String period) {
        var type = usage.path("type").asText();
        var amount = usage.path("amount").asText();
        usages.put(resource + type + period, new UsageRow(resource, type, amount, period));
    }

    /** @param cutShort announces more than it sends, as a connection that breaks does */
    private static void answer(HttpExchange exchange, int status, Object body, boolean cutShort) {
        try {
            var bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes, 0, cutShort ? bytes.length / 2 : bytes.length);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
