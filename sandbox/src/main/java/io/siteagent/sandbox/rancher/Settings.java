package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How this Rancher behaves: its age, how slow its controllers are, which cluster agents are away. */
final class Settings {

    private static final Duration USUAL_DELAY = Duration.ofMillis(150);

    private Duration controllerDelay = USUAL_DELAY;
    private Duration terminationDelay = USUAL_DELAY;
    private int minorVersion = 16;
    private long oldestContinue;
    private final Map<String, Integer> agentsDown = new TreeMap<>();

    Duration controllerDelay() {
        return controllerDelay;
    }

    void controllerDelay(Duration delay) {
        controllerDelay = delay;
    }

    Duration terminationDelay() {
        return terminationDelay;
    }

    void terminationDelay(Duration delay) {
        terminationDelay = delay;
    }

    void minorVersion(int minor) {
        minorVersion = minor;
    }

    String version() {
        return "v2." + minorVersion + ".0";
    }

    /** Quotas of extended resources came with 2.14; older ones drop them without a word. */
    boolean knowsExtended() {
        return minorVersion >= 14;
    }

    /** The webhook of 2.15 and later refuses a second binding of the same subject, role and project. */
    boolean refusesDuplicateBindings() {
        return minorVersion >= 15;
    }

    /** Status of every answer of a cluster whose agent has lost its tunnel. */
    Optional<Integer> agentDown(String cluster) {
        return Optional.ofNullable(agentsDown.get(cluster));
    }

    void agentDown(String cluster, int status) {
        agentsDown.put(cluster, status);
    }

    void agentUp(String cluster) {
        agentsDown.remove(cluster);
    }

    /** Continue tokens of an earlier resource version are answered 410. */
    long oldestContinue() {
        return oldestContinue;
    }

    void oldestContinue(long resourceVersion) {
        oldestContinue = resourceVersion;
    }

    ObjectNode dump() {
        var node = Json.object()
                .put("controllerDelay", controllerDelay.toString())
                .put("terminationDelay", terminationDelay.toString())
                .put("minorVersion", minorVersion)
                .put("oldestContinue", oldestContinue);
        var down = node.putObject("agentsDown");
        agentsDown.forEach(down::put);
        return node;
    }

    void load(JsonNode node) {
        controllerDelay = Duration.parse(node.path("controllerDelay").asText(USUAL_DELAY.toString()));
        terminationDelay = Duration.parse(node.path("terminationDelay").asText(USUAL_DELAY.toString()));
        minorVersion = node.path("minorVersion").asInt(minorVersion);
        oldestContinue = node.path("oldestContinue").asLong();
        agentsDown.clear();
        node.path("agentsDown")
                .properties()
                .forEach(
                        entry -> agentsDown.put(entry.getKey(), entry.getValue().asInt()));
    }
}
