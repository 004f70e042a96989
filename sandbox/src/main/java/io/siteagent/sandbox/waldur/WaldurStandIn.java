package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.World;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Request;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A Waldur as a provider's agent sees it. A world is arranged with {@link #seed()}, people act in it through
 * {@link #consumer()}, and a test looks at what became of it. Thread-safe: one request at a time.
 */
public final class WaldurStandIn implements Endpoint, World {

    private static final String SCHEME = "Token ";

    private final Clock clock;
    private WorldState state = WorldState.empty(ServerVersion.V7);
    private Instant last = Instant.EPOCH;
    private volatile String realm = "keycloak";

    /** A 7.0.7 with nothing in it. */
    public WaldurStandIn() {
        this(Clock.systemUTC());
    }

    /** @param clock the server's: it decides the month that usage is booked in */
    public WaldurStandIn(Clock clock) {
        this.clock = clock;
    }

    /**
     * Where people log in. A Keycloak server takes an id for one of its realms only, so people who are to exist in two
     * at the same time need this.
     */
    public WaldurStandIn realm(String name) {
        realm = name;
        return this;
    }

    @Override
    public synchronized Answer handle(Request request) {
        return Router.answer(request, state.version(), this::authenticated).with("Vary", "Accept-Language, Cookie");
    }

    private Caller authenticated(Request request) {
        var header = request.header("authorization").orElse("");
        if (!header.startsWith(SCHEME)) {
            throw unauthorized("Authentication credentials were not provided.");
        }
        var token = Optional.ofNullable(
                        state.tokens().get(header.substring(SCHEME.length()).strip()))
                .orElseThrow(() -> unauthorized("Invalid token."));
        if (token.expired()) {
            throw unauthorized("Token has expired.");
        }
        return new Caller(state, WorldState.known(state.people(), token.person()), request, now());
    }

    private static Refused unauthorized(String detail) {
        return Refused.detail(401, detail);
    }

    /** Later than every moment before, so that "oldest first" is never a matter of chance. */
    private Instant now() {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        return last;
    }

    synchronized <T> T edit(Function<WorldEditor, T> change) {
        return change.apply(new WorldEditor(state, now(), realm));
    }

    /** Arranges the world. */
    public Seed seed() {
        return new Seed(this);
    }

    /** Does what the consumer's people do, and what Waldur does by itself in the night. */
    public Consumer consumer() {
        return new Consumer(this);
    }

    /** Makes it an older or a newer server; the world stays. */
    public synchronized WaldurStandIn version(ServerVersion version) {
        state = state.with(version);
        return this;
    }

    /** Finds an order; dashes don't matter. */
    public synchronized Order order(String uuid) {
        return WorldState.known(state.orders(), Caller.hex(uuid));
    }

    /** Finds a resource; dashes don't matter. */
    public synchronized Resource resource(String uuid) {
        return WorldState.known(state.resources(), Caller.hex(uuid));
    }

    public synchronized List<Order> orders() {
        return List.copyOf(state.orders().values());
    }

    public synchronized List<Resource> resources() {
        return List.copyOf(state.resources().values());
    }

    /** What an agent said last about the access of each person; empty if it never said anything. */
    public synchronized Optional<JsonNode> syncStatuses(String resource) {
        return Optional.ofNullable(state.syncStatuses().get(Caller.hex(resource)));
    }

    public synchronized List<Usage> usages() {
        return List.copyOf(state.usages().values());
    }

    /** What is booked for a resource in a month, by component. */
    public synchronized Map<String, BigDecimal> amounts(String resource, YearMonth month) {
        return UsagesApi.amounts(state, Caller.hex(resource), month);
    }

    @Override
    public synchronized ObjectNode dump() {
        return state.toJson();
    }

    @Override
    public synchronized void load(ObjectNode world) {
        state = WorldState.of(world);
    }
}
