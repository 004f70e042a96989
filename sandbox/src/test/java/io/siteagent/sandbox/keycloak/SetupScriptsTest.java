package io.siteagent.sandbox.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code examples/keycloak}, by Keycloak's own command, and what their clients may do afterwards. */
class SetupScriptsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Path SCRIPTS = Path.of("..", "examples", "keycloak");

    @TempDir
    private Path directory;

    private final String realm = "scripts-" + UUID.randomUUID();
    private final HttpClient http = HttpClient.newHttpClient();
    private URI server;
    private AdminApi admin;

    @BeforeEach
    void realm() throws IOException {
        server = KeycloakServer.shared().baseUri();
        admin = new AdminApi(server);
        admin.post("admin/realms", JSON.objectNode().put("realm", realm).put("enabled", true));
        admin.post(
                at("users"),
                JSON.objectNode()
                        .put("username", "alice")
                        .put("enabled", true)
                        .put("email", "alice@example.org")
                        .put("emailVerified", true)
                        .put("firstName", "Alice")
                        .put("lastName", "Doe"));
    }

    @AfterEach
    void delete() throws IOException {
        admin.delete("admin/realms/" + realm);
        http.close();
    }

    private String at(String path) {
        return "admin/realms/" + realm + "/" + path;
    }

    /** Runs a script as a person would who has logged in with kcadm.sh; what it printed. */
    private String run(String script, String... arguments) throws Exception {
        var tool = KeycloakDistribution.ready().home().resolve("bin").resolve("kcadm.sh");
        var kcadm = Files.writeString(
                directory.resolve("kcadm.sh"),
                "#!/bin/sh\nexec bash '%s' \"$@\" --config '%s'\n"
                        .formatted(tool.toAbsolutePath(), directory.resolve("kcadm.config")));
        assertThat(kcadm.toFile().setExecutable(true)).isTrue();
        execute(List.of(
                kcadm.toString(),
                "config",
                "credentials",
                "--server",
                server.toString(),
                "--realm",
                "master",
                "--user",
                KeycloakServer.ADMIN,
                "--password",
                KeycloakServer.ADMIN_PASSWORD));
        var command = new ArrayList<>(List.of("sh", SCRIPTS.resolve(script).toString(), realm));
        command.addAll(List.of(arguments));
        return execute(command);
    }

    private String execute(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KCADM", directory.resolve("kcadm.sh").toString());
        builder.environment().put("KC_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    private HttpResponse<String> call(String token, String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(at(path)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String token(String client, String secret) throws Exception {
        var form = "grant_type=client_credentials&client_id=%s&client_secret=%s".formatted(client, secret);
        var request = HttpRequest.newBuilder(server.resolve("realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("access_token").asText();
    }

    private String alice() throws IOException {
        return admin.get(at("users?exact=true&username=alice"))
                .path(0)
                .path("id")
                .asText();
    }

    @Test
    void the_agents_client_keeps_groups_and_members_and_can_change_no_user() throws Exception {
        var printed = run("site-agent-client.sh");

        assertThat(printed).contains("keycloak_client_id: waldur-site-agent\n");
        var secret = printed.substring(printed.lastIndexOf("keycloak_client_secret: "))
                .replace("keycloak_client_secret: ", "")
                .trim();
        var token = token("waldur-site-agent", secret);
        assertThat(call(token, "POST", "groups", "{\"name\":\"c_1\"}").statusCode())
                .isEqualTo(201);
        var group = admin.get(at("groups?search=c_1")).path(0).path("id").asText();
        assertThat(call(token, "POST", "groups/" + group + "/children", "{\"name\":\"project_1_role\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(call(token, "PUT", "users/" + alice() + "/groups/" + group, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(call(token, "GET", "groups/" + group + "/members", "").body())
                .contains("alice");
        assertThat(call(token, "DELETE", "users/" + alice() + "/groups/" + group, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(call(token, "DELETE", "groups/" + group, "").statusCode()).isEqualTo(204);
        assertThat(call(
                                token,
                                "PUT",
                                "users/" + alice() + "/reset-password",
                                "{\"type\":\"password\",\"value\":\"taken-over\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(call(token, "POST", "users", "{\"username\":\"mallory\"}").statusCode())
                .isEqualTo(403);
        assertThat(call(token, "GET", "clients", "").statusCode()).isEqualTo(403);
    }

    @Test
    void rancher_learns_the_bare_names_of_a_persons_groups() throws Exception {
        run("rancher-client.sh", "https://rancher.example.com");

        var parent = admin.post(at("groups"), JSON.objectNode().put("name", "c_1"));
        var child = admin.post(
                at("groups/" + parent + "/children"), JSON.objectNode().put("name", "project_1_role"));
        admin.put(at("users/" + alice() + "/groups/" + child), JSON.objectNode());
        var client = admin.get(at("clients?clientId=rancher")).path(0);
        var scopes = at("clients/" + client.path("id").asText() + "/evaluate-scopes/");
        var query = "?scope=openid&userId=" + alice();

        assertThat(client.path("redirectUris").path(0).asText()).isEqualTo("https://rancher.example.com/verify-auth");
        for (var example : List.of("generate-example-userinfo", "generate-example-id-token")) {
            var claims = admin.get(scopes + example + query);
            assertThat(texts(claims.path("groups"))).as(example).containsExactly("project_1_role");
            assertThat(texts(claims.path("full_group_path"))).as(example).containsExactly("/c_1/project_1_role");
        }
        assertThat(texts(admin.get(scopes + "generate-example-access-token" + query)
                        .path("aud")))
                .contains("rancher");
    }

    private static List<String> texts(JsonNode value) {
        if (value.isTextual()) {
            return List.of(value.asText());
        }
        var all = new ArrayList<String>();
        value.forEach(item -> all.add(item.asText()));
        return all;
    }
}
