package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A stand-in behind a real port, and the few ways in which a client talks to it. Its cluster is {@link #CLUSTER}. */
final class RancherOverHttp implements AutoCloseable {

    static final String CLUSTER = "c-m-1234abcd";
    static final String KEY = "token-agent:s3cr3t";
    static final String PROJECTS = "/apis/management.cattle.io/v3/namespaces/" + CLUSTER + "/projects";
    static final String CORE = "/k8s/clusters/" + CLUSTER + "/api/v1";

    /** What came back. */
    record Reply(int status, String text) {

        ObjectNode json() {
            return Json.parse(text).orElseThrow(() -> new AssertionError("No JSON object: " + text));
        }

        JsonNode at(String... path) {
            return Json.at(json(), path);
        }

        String message() {
            return at("message").asText();
        }
    }

    final TestClock clock = new TestClock();
    final RancherStandIn rancher = new RancherStandIn(clock);
    final Traffic traffic = Traffic.undisturbed();
    private final StandInServer server = StandInServer.start("rancher", 0, rancher, traffic);
    private final HttpClient client = HttpClient.newHttpClient();

    /** One downstream cluster; controllers act at once. */
    RancherOverHttp() {
        this(CLUSTER);
    }

    /** Rancher's own cluster and those of these ids. */
    RancherOverHttp(String... clusters) {
        rancher.controllerDelay(Duration.ZERO).terminationDelay(Duration.ZERO);
        rancher.seed().key(KEY);
        for (var cluster : clusters) {
            rancher.seed().cluster(cluster);
        }
    }

    Reply get(String path) {
        return send("GET", path, "", "application/json", "Bearer " + KEY);
    }

    Reply getAs(String authorization, String path) {
        return send("GET", path, "", "application/json", authorization);
    }

    Reply post(String path, String json) {
        return send("POST", path, json, "application/json", "Bearer " + KEY);
    }

    Reply put(String path, String json) {
        return send("PUT", path, json, "application/json", "Bearer " + KEY);
    }

    Reply delete(String path) {
        return send("DELETE", path, "", "application/json", "Bearer " + KEY);
    }

    Reply merge(String path, String json) {
        return send("PATCH", path, json, "application/merge-patch+json", "Bearer " + KEY);
    }

    Reply apply(String path, String json) {
        return applyAs("waldur", path, json);
    }

    Reply applyAs(String manager, String path, String json) {
        return patch(path + "?fieldManager=" + manager + "&force=true", json);
    }

    Reply patch(String pathAndQuery, String json) {
        return send("PATCH", pathAndQuery, json, "application/apply-patch+yaml", "Bearer " + KEY);
    }

    Reply send(String method, String path, String body, String contentType, String... authorization) {
        var request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", contentType)
                .header("Accept", "application/json");
        for (var header : authorization) {
            request.header("Authorization", header);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Follows {@code continue} to the end. */
    List<JsonNode> pages(String path, int limit) {
        var items = new ArrayList<JsonNode>();
        var next = "";
        do {
            var separator = path.contains("?") ? "&" : "?";
            var page = get(path + separator + "limit=" + limit + (next.isEmpty() ? "" : "&continue=" + next));
            page.at("items").forEach(items::add);
            next = page.at("metadata", "continue").asText();
        } while (!next.isEmpty());
        return items;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    /** A project as the agent applies it. */
    static String project(String name, String spec) {
        return """
                {"apiVersion": "management.cattle.io/v3", "kind": "Project",
                 "metadata": {"name": "%s", "namespace": "%s", "annotations": {"waldur/backend_id": "z"}},
                 "spec": {"clusterName": "%s", "displayName": "one"%s}}""".formatted(name, CLUSTER, CLUSTER, spec.isEmpty() ? "" : ", " + spec);
    }

    /** Both quotas of a project: a limit, and nothing for a namespace that doesn't ask. */
    static String quota(String limit, String byDefault) {
        return "\"resourceQuota\": {\"limit\": %s}, \"namespaceDefaultResourceQuota\": {\"limit\": %s}"
                .formatted(limit, byDefault);
    }

    /** A namespace of a project with a share of its quota, or without a word on quota if that is empty. */
    static String namespace(String name, String project, String share) {
        var annotations = Json.object().put(ProjectId.ANNOTATION, CLUSTER + ":" + project);
        if (!share.isEmpty()) {
            annotations.put(NamespaceQuota.ANNOTATION, "{\"limit\":" + share + "}");
        }
        var namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name).set("annotations", annotations);
        return Json.write(namespace);
    }

    static String binding(String name, String project, String role, String group) {
        return """
                {"apiVersion": "management.cattle.io/v3", "kind": "ProjectRoleTemplateBinding",
                 "metadata": {"name": "%s", "namespace": "%s-%s"},
                 "projectName": "%s:%s", "roleTemplateName": "%s", "groupPrincipalName": "keycloakoidc_group://%s"}""".formatted(name, CLUSTER, project, CLUSTER, project, role, group);
    }

    static String bindings(String project) {
        return "/apis/management.cattle.io/v3/namespaces/" + CLUSTER + "-" + project + "/projectroletemplatebindings";
    }
}
