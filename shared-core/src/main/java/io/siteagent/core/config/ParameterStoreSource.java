package io.siteagent.core.config;

import io.siteagent.core.config.AgentConfiguration.Problem;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in SSM Parameter Store, kept for a while between reads. Nothing is read before the first
 * {@link #load}: a SnapStart snapshot holds neither secrets nor credentials. Thread-safe.
 */
public final class ParameterStoreSource implements AutoCloseable {

    /** Path that all parameters lie below, e.g. {@code /waldur-site-agent/prod}. */
    public static final String PREFIX_VARIABLE = "SITE_AGENT_CONFIG_PREFIX";

    /** Another address of SSM, for local runs; blank means AWS's own. */
    public static final String ENDPOINT_VARIABLE = "SITE_AGENT_SSM_ENDPOINT";

    /** How long a configuration is used before it is read again. */
    public static final Duration FRESH_FOR = Duration.ofMinutes(5);

    /** How old a configuration may get while SSM can't be reached. */
    public static final Duration USABLE_FOR = Duration.ofHours(1);

    /** Least time between two reads that refused credentials ask for. */
    static final Duration RELOAD_PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ParameterStoreSource.class);

    private static final Pattern ADDRESS = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+/?");

    private final UnaryOperator<@Nullable String> environment;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ParameterStore reader;
    private @Nullable Loaded loaded;

    private record Loaded(AgentConfiguration configuration, Instant at) {}

    /**
     * Prepares the source; reads nothing yet.
     *
     * @param environment gives the value of a variable: {@code System::getenv}
     */
    public ParameterStoreSource(UnaryOperator<@Nullable String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Makes the client of SSM ahead of the first read, for a snapshot. The client has called nobody and found no
     * credentials yet: it looks for them at each call.
     */
    public void prepare() {
        lock.lock();
        try {
            if (variable(ENDPOINT_VARIABLE).stream().allMatch(ADDRESS.asMatchPredicate())) {
                open();
            }
        } catch (RemoteException | IllegalArgumentException e) {
            LOG.debug("left to the first read: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The configuration, at most {@link #FRESH_FOR} old, or at most {@link #USABLE_FOR} while SSM is throttled or out
     * of reach.
     *
     * @throws RemoteException when SSM can't be read and nothing usable is at hand
     */
    public AgentConfiguration load() {
        return load(CallObserver.NONE);
    }

    /**
     * The same.
     *
     * @param observer is told of the calls that it takes
     */
    public AgentConfiguration load(CallObserver observer) {
        return load(FRESH_FOR, observer);
    }

    /**
     * The configuration read anew, for the case that another system refused a credential, which may have been rotated.
     * Asked for again at once it gives the same, so that a lasting refusal does not turn into a burst of reads.
     */
    public AgentConfiguration reload() {
        return reload(CallObserver.NONE);
    }

    /**
     * The same.
     *
     * @param observer is told of the calls that it takes
     */
    public AgentConfiguration reload(CallObserver observer) {
        return load(RELOAD_PAUSE, observer);
    }

    private AgentConfiguration load(Duration freshFor, CallObserver observer) {
        lock.lock();
        try {
            var present = loaded;
            if (present != null && isYounger(present, freshFor)) {
                return present.configuration();
            }
            var read = readOrKeep(present, observer);
            loaded = read;
            return read.configuration();
        } finally {
            lock.unlock();
        }
    }

    private Loaded readOrKeep(@Nullable Loaded present, CallObserver observer) {
        var now = clock.instant();
        try {
            return new Loaded(read(observer), now);
        } catch (RemoteException e) {
            if (present == null || !e.is(Reason.TRANSIENT) || !isYounger(present, USABLE_FOR)) {
                throw e;
            }
            LOG.warn("{}; the configuration of {} is used meanwhile", e.getMessage(), present.at());
            return present;
        }
    }

    private AgentConfiguration read(CallObserver observer) {
        var prefix = variable(PREFIX_VARIABLE).map(path -> path.replaceAll("/+$", ""));
        if (prefix.isEmpty() || !prefix.get().startsWith("/")) {
            return unusable(PREFIX_VARIABLE, "is not set to a path: write it like /waldur-site-agent/prod");
        }
        if (!variable(ENDPOINT_VARIABLE).stream().allMatch(ADDRESS.asMatchPredicate())) {
            return unusable(ENDPOINT_VARIABLE, "is not a URL like http://127.0.0.1:4566; leave it empty for AWS's own");
        }
        return ParameterTree.read(prefix.get(), open().below(prefix.get(), observer));
    }

    private ParameterStore open() {
        var open = reader;
        if (open == null) {
            open = ParameterStore.open(variable(ENDPOINT_VARIABLE).map(URI::create));
            reader = open;
        }
        return open;
    }

    private static AgentConfiguration unusable(String variable, String what) {
        return new AgentConfiguration(List.of(), List.of(new Problem(variable, what)), List.of());
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private boolean isYounger(Loaded present, Duration age) {
        return clock.instant().isBefore(present.at().plus(age));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (reader != null) {
                reader.close();
                reader = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
