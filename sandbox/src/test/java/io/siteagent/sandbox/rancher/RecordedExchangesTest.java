package io.siteagent.sandbox.rancher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Exchanges with a real Rancher, asked of the stand-in in the order in which they were recorded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedExchangesTest {

    private static final String NOBODY = "token-nobody:x";
    private static final String SCOPED = "token-local:x";

    /** Time for everything that controllers do. */
    private static final String LATER = "later";

    private final RancherOverHttp http = new RancherOverHttp(new String[0]);
    private final Map<String, String> names = new LinkedHashMap<>();

    @AfterAll
    void stop() {
        http.close();
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_exchange_goes_as_recorded() {
        http.rancher.controllerDelay(Duration.ofMillis(100)).terminationDelay(Duration.ofMillis(100));
        http.rancher.seed().key(NOBODY, Rights.NONE).scopedKey(SCOPED, "local");
        var system = http.get("/v3/projects?clusterId=local&name=System")
                .at("data")
                .path(0)
                .path("id")
                .asText();
        names.put("p-g6b89", system.substring("local:".length()));
        var tests = new ArrayList<DynamicTest>();
        for (var step : Recorded.inOrder()) {
            if (step.equals(LATER)) {
                tests.add(DynamicTest.dynamicTest("later", this::later));
            } else {
                tests.add(DynamicTest.dynamicTest(step, () -> replay(step)));
            }
        }
        return tests.stream();
    }

    private void later() {
        for (int i = 0; i < 20; i++) {
            http.clock.advance(Duration.ofMillis(200));
            http.get("/v3/clusters");
        }
    }

    /** A step with a {@code ~} is compared by its status alone. */
    private void replay(String step) {
        var recorded = Recorded.of(step.replace("~", ""));
        var reply = http.send(
                recorded.request().path("method").asText(),
                ours(recorded.request().path("path").asText()),
                ours(recorded.body()),
                recorded.header("Content-Type"),
                key(recorded));

        assertThat(reply.status()).describedAs(reply.text()).isEqualTo(recorded.status());
        var expected = recorded.response().path("body");
        if (expected.isObject() && Json.parse(reply.text()).isPresent()) {
            learnName(expected, reply.json());
            if (!step.startsWith("~")) {
                assertThat(comparable(reply.json())).isEqualTo(comparable(expected));
            }
        }
    }

    private static String[] key(Recorded recorded) {
        if (recorded.header("Authorization").isEmpty()) {
            return new String[0];
        }
        var name = recorded.name();
        var key = name.contains("nobody") ? NOBODY : name.contains("scoped") ? SCOPED : RancherOverHttp.KEY;
        return new String[] {"Bearer " + (name.contains("bad-token") ? "token-nope:nope" : key)};
    }

    /** Which objects a list shows depends on the world; how it shows them is compared where one is asked for alone. */
    private static JsonNode comparable(JsonNode body) {
        return Recorded.comparable(
                body.path("type").asText().equals("collection") ? ((ObjectNode) body).without("data") : body);
    }

    /** Generated names differ from server to server; later requests must use ours. */
    private void learnName(JsonNode recorded, JsonNode reply) {
        var theirs = generated(recorded);
        if (!theirs.isEmpty()) {
            names.put(theirs, generated(reply));
        }
    }

    private static String generated(JsonNode body) {
        var id = body.path("id").asText();
        return id.contains(":") ? id.substring(id.indexOf(':') + 1) : "";
    }

    private String ours(String text) {
        var changed = text;
        for (var name : names.entrySet()) {
            changed = changed.replace(name.getKey(), name.getValue());
        }
        return changed;
    }
}
