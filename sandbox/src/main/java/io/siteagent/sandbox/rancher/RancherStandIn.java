package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.World;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A Rancher with its clusters, small enough to hold in one test. It answers what a real server was seen to answer, and
 * does later what Rancher does later: {@link #controllerDelay} after a write, looked at when the next request comes.
 *
 * <p>Thread-safe: one request at a time. A world is arranged with {@link #seed()}, and read with {@link #inventory()}.
 */
public final class RancherStandIn implements Endpoint, World {

    private static final Answer NOTHING_HERE =
            Answer.text(404, "404 page not found\n").toUnknownEndpoint();

    private final Store store;
    private final Settings settings = new Settings();
    private final Credentials credentials = new Credentials();
    private final Controllers controllers;
    private final Router router;
    private final Seed seed;
    private final Inventory inventory;
    private boolean loaded;

    /** A Rancher 2.16 with the management cluster {@code local}, its built-in roles, and no key. */
    public RancherStandIn() {
        this(Clock.systemUTC());
    }

    /** @param clock what the stand-in takes for the time: stamps, delays, deletions */
    public RancherStandIn(Clock clock) {
        this.store = new Store(clock, new SplittableRandom(2026));
        this.controllers = new Controllers(store, settings, clock);
        this.router = new Router(store, settings, credentials);
        this.seed = new Seed(this, store, settings, credentials);
        this.inventory = new Inventory(this, store);
        seed.managementCluster();
    }

    @Override
    public synchronized Answer handle(Request request) {
        settle();
        var answer = router.route(request);
        controllers.settle();
        return answer.orElse(NOTHING_HERE);
    }

    /** Arranges the world: clusters, keys, roles, what other people have, how this Rancher behaves. */
    public Seed seed() {
        return seed;
    }

    /** Looks at the world. */
    public Inventory inventory() {
        return inventory;
    }

    /** How long Rancher's controllers take for each of their steps; zero is at once, before the next request. */
    public synchronized RancherStandIn controllerDelay(Duration delay) {
        settings.controllerDelay(delay);
        return this;
    }

    /** How long a deleted project, namespace or binding is still there, terminating. */
    public synchronized RancherStandIn terminationDelay(Duration delay) {
        settings.terminationDelay(delay);
        return this;
    }

    /**
     * Makes it an older or newer Rancher 2.x. Before 14 {@code extended} quotas are dropped without a word; before 15
     * duplicate bindings are stored.
     */
    public synchronized RancherStandIn version(int minor) {
        settings.minorVersion(minor);
        return this;
    }

    /**
     * The cluster's agent loses its tunnel: its proxy answers this status with a text, and Norman calls it unavailable.
     */
    public synchronized RancherStandIn agentDown(String cluster, int status) {
        settings.agentDown(cluster, status);
        return this;
    }

    public synchronized RancherStandIn agentUp(String cluster) {
        settings.agentUp(cluster);
        return this;
    }

    /** Every continue token given out so far is too old from now on: 410. */
    public synchronized RancherStandIn expireContinueTokens() {
        settings.oldestContinue(store.nextVersion());
        return this;
    }

    @Override
    public synchronized ObjectNode dump() {
        return new WorldDocument(store, settings, credentials).dump();
    }

    @Override
    public synchronized void load(ObjectNode world) {
        new WorldDocument(store, settings, credentials).load(world);
        loaded = true;
    }

    /** Reads the world after everything that is due has happened. */
    synchronized <T> T settled(Supplier<T> reading) {
        settle();
        return reading.get();
    }

    private void settle() {
        if (loaded) {
            loaded = false;
            controllers.resync();
        }
        controllers.settle();
    }
}
