package io.siteagent.sandbox.demo;

import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.SandboxOptions;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.waldur.DemoWorld;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The site that the demo plays at: stand-ins for Waldur, Rancher and Parameter Store, the real Keycloak behind a gate
 * that counts, a world with orders in it, and a configuration.
 */
final class DemoSite implements AutoCloseable {

    static final String CLUSTER = "c-m-7kq2vx9d";
    static final String PREFIX = "/waldur-site-agent/demo";
    static final List<String> PEOPLE =
            List.of("alice", "bob", "carol", "dan", "eve", "frank", "grace", "heidi", "ivan", "judy");

    private static final String ACCESS_KEY = "token-demo";
    private static final String SECRET_KEY = "sandbox-secret-key";

    /** As in the calls of the webhook among the events of the repository. */
    private static final String WEBHOOK_SECRET = "local-webhook-secret-0123456789";

    private static final Duration CONTROLLERS = Duration.ofMillis(150);

    final Sandbox sandbox;
    final KeycloakServer keycloak;
    final Realm realm;
    final DemoWorld world;
    private final String keycloakUri;

    private final boolean open;

    DemoSite() throws IOException {
        this(SandboxOptions.defaults());
    }

    DemoSite(SandboxOptions options) throws IOException {
        sandbox = Sandbox.start(options);
        open = options.host().tls().isPresent();
        sandbox.rancher().controllerDelay(CONTROLLERS).terminationDelay(CONTROLLERS);
        sandbox.rancher().seed().key(ACCESS_KEY + ":" + SECRET_KEY).cluster(CLUSTER);
        world = DemoWorld.in(sandbox.waldur());
        keycloak = KeycloakServer.start();
        realm = keycloak.newRealm("demo");
        var people = new LinkedHashMap<String, String>();
        PEOPLE.forEach(person -> people.put(keycloakId(person), person));
        realm.people(people);
        keycloakUri = sandbox.serve("keycloak", new KeycloakGate(keycloak.baseUri())) + "/";
        sandbox.ssm().put(PREFIX + "/offerings/demo/settings", settings());
        sandbox.ssm().putSecure(PREFIX + "/secrets/webhook", WEBHOOK_SECRET);
        sandbox.ssm().putSecure(PREFIX + "/offerings/demo/secrets/waldur_api_token", world.agentToken());
        sandbox.ssm().putSecure(PREFIX + "/offerings/demo/secrets/password", SECRET_KEY);
        sandbox.ssm().putSecure(PREFIX + "/offerings/demo/secrets/keycloak_client_secret", Realm.AGENT_SECRET);
    }

    /** Whether others than this machine can reach it; then its certificates are of the kind that nobody has signed. */
    boolean isOpen() {
        return open;
    }

    String keycloakId(String person) {
        return sandbox.waldur().seed().person(person).username();
    }

    String person(String keycloakId) {
        return PEOPLE.stream()
                .filter(name -> keycloakId(name).equals(keycloakId))
                .findFirst()
                .orElse(keycloakId);
    }

    Map<String, String> environment() {
        return Map.of(
                "SITE_AGENT_CONFIG_PREFIX",
                PREFIX,
                "SITE_AGENT_SSM_ENDPOINT",
                sandbox.ssmUri().toString());
    }

    private String settings() {
        return """
                name: demo
                waldur_api_url: %s/
                verify_ssl: %s
                waldur_offering_uuid: %s
                backend_type: rancher
                order_processing_backend: rancher
                membership_sync_backend: rancher
                reporting_backend: rancher
                backend_settings:
                  backend_url: %s
                  verify_cert: %s
                  username: %s
                  cluster_id: %s
                  keycloak_enabled: true
                  keycloak:
                    keycloak_url: %s
                    keycloak_ssl_verify: %s
                    keycloak_realm: %s
                    keycloak_user_realm: %s
                    keycloak_client_id: %s
                backend_components:
                  cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                  ram: {type: ram, measured_unit: GB, accounting_type: limit, label: Memory}
                  storage: {type: storage, measured_unit: GB, accounting_type: limit, label: Storage}
                """.formatted(
                        sandbox.waldurUri(),
                        !open,
                        world.offering().uuid(),
                        sandbox.rancherUri(),
                        !open,
                        ACCESS_KEY,
                        CLUSTER,
                        keycloakUri,
                        !open,
                        realm.name(),
                        realm.name(),
                        Realm.AGENT_CLIENT);
    }

    /** The same configuration as a file for {@code siteagent run --config}. */
    String configurationFile() {
        var withSecrets = settings()
                .replace("waldur_offering_uuid:", "waldur_api_token: " + world.agentToken() + "\nwaldur_offering_uuid:")
                .replace("  cluster_id:", "  password: " + SECRET_KEY + "\n  cluster_id:")
                .replace(
                        "    keycloak_client_id:",
                        "    keycloak_client_secret: " + Realm.AGENT_SECRET + "\n    keycloak_client_id:");
        return "offerings:\n  - " + withSecrets.strip().replace("\n", "\n    ") + "\n";
    }

    /** Outgoing calls since the log was last cleared, without the reading of the configuration. */
    List<Call> calls() {
        return sandbox.calls().matching(call -> !call.system().equals(Sandbox.SSM));
    }

    /** Calls that changed something; logging in to Keycloak changes nothing. */
    List<Call> writes() {
        return calls().stream()
                .filter(call -> call.isWrite() && !call.target().contains("openid-connect/token"))
                .toList();
    }

    @Override
    public void close() {
        sandbox.close();
        keycloak.close();
    }
}
