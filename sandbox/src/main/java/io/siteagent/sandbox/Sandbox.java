package io.siteagent.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.CallLog;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Faults;
import io.siteagent.sandbox.http.Host;
import io.siteagent.sandbox.http.Latency;
import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.rancher.RancherStandIn;
import io.siteagent.sandbox.sqs.SqsStandIn;
import io.siteagent.sandbox.ssm.SsmStandIn;
import io.siteagent.sandbox.waldur.WaldurStandIn;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Waldur, Rancher, Parameter Store and SQS in one process, with one call log and one set of faults for all. Further
 * systems, such as the real Keycloak behind its gate, join by {@link #serve}. Thread-safe.
 */
public final class Sandbox implements AutoCloseable {

    public static final String WALDUR = "waldur";
    public static final String RANCHER = "rancher";
    public static final String SSM = "ssm";
    public static final String SQS = "sqs";

    private final Traffic traffic = Traffic.undisturbed();
    private final Host host;
    private final WaldurStandIn waldur;
    private final RancherStandIn rancher;
    private final SsmStandIn ssm;
    private final SqsStandIn sqs;
    private final Map<String, StandInServer> servers = Collections.synchronizedMap(new LinkedHashMap<>());
    private final StandInServer control;

    private Sandbox(SandboxOptions options) {
        host = options.host();
        waldur = new WaldurStandIn(options.clock());
        rancher = new RancherStandIn(options.clock());
        ssm = new SsmStandIn(options.clock());
        sqs = new SqsStandIn(options.clock());
        control = StandInServer.start("control", options.controlPort(), new Control(this), Traffic.undisturbed());
    }

    /** Starts one with the real time on free ports. */
    public static Sandbox start() {
        return start(SandboxOptions.defaults());
    }

    public static Sandbox start(SandboxOptions options) {
        var sandbox = new Sandbox(options);
        sandbox.serve(WALDUR, sandbox.waldur);
        sandbox.serve(RANCHER, sandbox.rancher);
        // AWS's clients take no certificate that nobody has signed.
        sandbox.serve(SSM, options.host().plain(), sandbox.ssm);
        sandbox.serve(SQS, options.host().plain(), sandbox.sqs);
        return sandbox;
    }

    /** Serves one more system, logged and disturbed like the others, and returns where. */
    public URI serve(String system, Endpoint endpoint) {
        return serve(system, host, endpoint);
    }

    private URI serve(String system, Host host, Endpoint endpoint) {
        var server = StandInServer.start(system, host, 0, endpoint, traffic);
        servers.put(system, server);
        return server.uri();
    }

    public WaldurStandIn waldur() {
        return waldur;
    }

    public RancherStandIn rancher() {
        return rancher;
    }

    public SsmStandIn ssm() {
        return ssm;
    }

    public SqsStandIn sqs() {
        return sqs;
    }

    public CallLog calls() {
        return traffic.calls();
    }

    public Faults faults() {
        return traffic.faults();
    }

    public Latency latency() {
        return traffic.latency();
    }

    public URI waldurUri() {
        return uri(WALDUR);
    }

    public URI rancherUri() {
        return uri(RANCHER);
    }

    public URI ssmUri() {
        return uri(SSM);
    }

    public URI sqsUri() {
        return uri(SQS);
    }

    /** Where the sandbox itself is driven over HTTP; {@code GET /} says how. */
    public URI controlUri() {
        return control.uri();
    }

    /** Where a system is, without a slash at the end. */
    public URI uri(String system) {
        var server = servers.get(system);
        if (server == null) {
            throw new IllegalArgumentException("No system is called " + system);
        }
        return server.uri();
    }

    /** All systems by name. */
    public Map<String, URI> uris() {
        var uris = new LinkedHashMap<String, URI>();
        synchronized (servers) {
            servers.forEach((system, server) -> uris.put(system, server.uri()));
        }
        return uris;
    }

    private Map<String, World> worlds() {
        var worlds = new LinkedHashMap<String, World>();
        worlds.put(WALDUR, waldur);
        worlds.put(RANCHER, rancher);
        worlds.put(SSM, ssm);
        return worlds;
    }

    /** The worlds of all stand-ins, by system. */
    public ObjectNode dump() {
        var all = JsonNodeFactory.instance.objectNode();
        worlds().forEach((system, world) -> all.set(system, world.dump()));
        return all;
    }

    /**
     * Replaces the worlds that the document holds; the others stay.
     *
     * @throws IllegalArgumentException if a system is unknown or a world not of its shape
     */
    public void load(ObjectNode all) {
        var worlds = worlds();
        for (var entry : all.properties()) {
            var world = worlds.get(entry.getKey());
            if (world == null || !(entry.getValue() instanceof ObjectNode document)) {
                throw new IllegalArgumentException(
                        "A world is an object for one of %s, not \"%s\"".formatted(worlds.keySet(), entry.getKey()));
            }
            world.load(document);
        }
    }

    @Override
    public void close() {
        control.close();
        synchronized (servers) {
            servers.values().forEach(StandInServer::close);
        }
    }
}
