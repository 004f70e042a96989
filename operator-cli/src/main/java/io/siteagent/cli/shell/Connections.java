package io.siteagent.cli.shell;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Wire;
import io.siteagent.core.keycloak.GroupsClaim;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.keycloak.KeycloakFacts;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.Patience;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The systems of one offering, for commands that look at them; close it to give back Keycloak's connections. */
public final class Connections implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Offering offering;
    private final Backends backends;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final Wire wire;
    private @Nullable GroupsClaim groupsClaim;

    /** Connects to an offering's systems; calls nobody yet. */
    public Connections(Offering offering, Shell shell, Verbosity verbosity) {
        this.offering = offering;
        var deadline = Deadline.in(LIMIT, shell.clock());
        this.wire = Wire.until(deadline, verbosity.observer(shell));
        this.backends = new Backends(
                new WaldurClient(offering.waldur(), wire),
                new RancherClient(offering.rancher(), wire),
                offering.keycloak().map(settings -> new KeycloakClient(settings, wire)));
        this.tenants = new TenantFactory(offering, shell.clock());
        this.reconciler = new TenantReconciler(
                backends, new Brake.Limited(offering.membership().brake()), Patience.DEFAULT, deadline);
    }

    /** The offering that is looked at. */
    public Offering offering() {
        return offering;
    }

    /** Its clients. */
    public Backends backends() {
        return backends;
    }

    /** What should be. */
    public TenantFactory tenants() {
        return tenants;
    }

    /** What is. */
    public TenantReconciler reconciler() {
        return reconciler;
    }

    /** What Keycloak tells Rancher of groups, read once; empty without Keycloak. */
    public Optional<GroupsClaim> groupsClaim() {
        if (groupsClaim == null && offering.keycloak().isPresent()) {
            try (var facts = new KeycloakFacts(offering.keycloak().get(), wire)) {
                groupsClaim = facts.groupsClaim();
            }
        }
        return Optional.ofNullable(groupsClaim);
    }

    @Override
    public void close() {
        backends.keycloak().ifPresent(KeycloakClient::close);
    }
}
