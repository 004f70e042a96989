package io.siteagent.cli.doctor;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Wire;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.keycloak.KeycloakFacts;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.RancherFacts;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import io.siteagent.core.waldur.WaldurFacts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Looks at one offering's three systems at the same time. Reads only. */
final class Doctor {

    private static final int SYSTEMS = 3;

    private final Wire wire;
    private final Clock clock;

    Doctor(Wire wire, Clock clock) {
        this.wire = wire;
        this.clock = clock;
    }

    List<Finding> examine(Offering offering) {
        var checkups = new ArrayList<Callable<List<Finding>>>();
        checkups.add(() -> new WaldurCheckup(offering, new WaldurFacts(offering.waldur(), wire), clock).run());
        checkups.add(() -> new RancherCheckup(
                        offering,
                        new RancherFacts(offering.rancher(), wire),
                        new RancherClient(offering.rancher(), wire),
                        clock)
                .run());
        checkups.add(() -> keycloak(offering));
        return Parallel.all(SYSTEMS, checkups).stream().flatMap(List::stream).toList();
    }

    private List<Finding> keycloak(Offering offering) {
        if (offering.keycloak().isEmpty()) {
            return List.of(Finding.good("keycloak", "not used: keycloak_enabled is false"));
        }
        var settings = offering.keycloak().get();
        try (var facts = new KeycloakFacts(settings, wire);
                var client = new KeycloakClient(settings, wire)) {
            return new KeycloakCheckup(settings, facts, client, groupNames(offering)).run();
        }
    }

    /** Without Waldur there is nothing to name a group after; that Waldur can't be read is said elsewhere. */
    private List<String> groupNames(Offering offering) {
        var tenants = new TenantFactory(offering, clock);
        try {
            return new WaldurClient(offering.waldur(), wire)
                    .resources(offering.uuid(), EnumSet.of(ResourceState.OK, ResourceState.ERRED)).stream()
                            .map(resource -> tenants.tenant(resource, resource.limits(), List.of()))
                            .flatMap(tenant -> tenant.access().stream())
                            .flatMap(access -> Stream.of(access.parent(), access.child()))
                            .map(Tenant.GroupSpec::name)
                            .distinct()
                            .toList();
        } catch (RemoteException | IllegalArgumentException e) {
            return List.of();
        }
    }
}
