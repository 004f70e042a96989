package io.siteagent.cli.doctor;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.RancherFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rancher: the key and its scope, the cluster, the role, what quotas can hold, what may be listed. */
final class RancherCheckup {

    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+).*");
    private static final int EXTENDED_SINCE = 14;
    private static final String POOL_LABEL = "gpu-pool";

    private static final List<PoolPolicy> POOL_POLICIES = List.of(
            new PoolPolicy("enforce-gpu-pool-node-selector", "labels alone move no pod to the GPU nodes they name"),
            new PoolPolicy("default-no-gpu-quota", "namespaces without a pool may use GPUs"),
            new PoolPolicy("deny-gpu-outside-pools", "slices of GPUs that no quota lists may be used without a pool"),
            new PoolPolicy("protect-gpu-pool-label", "members may give their namespaces the label of another pool"));

    private static final Duration SOON = Duration.ofDays(14);

    private final Offering offering;
    private final RancherFacts facts;
    private final RancherClient rancher;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    /** A policy of {@code policies/}, and what it means that it isn't there. */
    private record PoolPolicy(String name, String withoutIt) {}

    RancherCheckup(Offering offering, RancherFacts facts, RancherClient rancher, Clock clock) {
        this.offering = offering;
        this.facts = facts;
        this.rancher = rancher;
        this.clock = clock;
    }

    List<Finding> run() {
        try {
            if (cluster() && projects()) {
                expiry();
                roles();
                quotas();
                lists();
                gpuPools();
            }
        } catch (RemoteException failure) {
            findings.add(Finding.fault(
                    "rancher.address",
                    String.valueOf(failure.getMessage()),
                    "nothing can be made or read in Rancher",
                    failure.is(Reason.UNAUTHORIZED)
                            ? "check the rights of the user that the API key belongs to"
                            : "check backend_url (https://rancher.example.com, without /v3), and that this machine may"
                                    + " reach it"));
        }
        return findings;
    }

    private boolean cluster() {
        Optional<String> state;
        try {
            state = facts.clusterState();
        } catch (RemoteException failure) {
            if (!failure.is(Reason.UNAUTHORIZED)) {
                throw failure;
            }
            findings.add(Finding.fault(
                    "rancher.key",
                    String.valueOf(failure.getMessage()),
                    "nothing can be made or read in Rancher",
                    "check username (access key) and password (secret key); API keys expire, 90 days by default: make a"
                            + " new one without scope"));
            return false;
        }
        if (state.isEmpty()) {
            findings.add(Finding.fault(
                    "rancher.cluster",
                    "Rancher knows no cluster " + offering.rancher().clusterId(),
                    "projects have nowhere to be made",
                    "copy the id from the cluster's page in Rancher: c-m-1234abcd, not its name and not"
                            + " c-m-1234abcd:p-xxxxx"));
            return false;
        }
        if (!state.get().equals("active")) {
            findings.add(Finding.fault(
                    "rancher.cluster",
                    "cluster %s is %s".formatted(offering.rancher().clusterId(), state.get()),
                    "nothing behind it can be reached; orders wait",
                    "see the cluster's page in Rancher: its agent must be connected"));
            return false;
        }
        findings.add(Finding.good(
                "rancher.cluster",
                "cluster %s is active".formatted(offering.rancher().clusterId())));
        return true;
    }

    /** A key for one cluster only shows the cluster itself, and nothing of Rancher. */
    private boolean projects() {
        try {
            int count = rancher.projects().size();
            findings.add(Finding.good("rancher.key", "the key is not scoped and lists %d projects".formatted(count)));
            return true;
        } catch (RemoteException failure) {
            if (!failure.is(Reason.UNAUTHORIZED)) {
                throw failure;
            }
            findings.add(Finding.fault(
                    "rancher.key",
                    "the key reads the cluster but may not list its projects: " + failure.getMessage(),
                    "projects and bindings live outside the cluster's own API",
                    "make the API key with \"no scope\" instead of for one cluster, of a user who owns the cluster"));
            return false;
        }
    }

    private void expiry() {
        try {
            var expires = facts.key().flatMap(RancherFacts.ApiKey::expires);
            if (expires.filter(time -> time.isBefore(clock.instant().plus(SOON)))
                    .isPresent()) {
                findings.add(
                        Finding.warning(
                                "rancher.expiry",
                                "the API key expires at " + expires.get(),
                                "from then on every call is refused",
                                "make a new key without scope, then: siteagent config rotate-secret offerings/NAME/secrets/password"));
            } else {
                findings.add(Finding.good(
                        "rancher.expiry",
                        expires.map(time -> "the API key expires at " + time).orElse("the API key does not expire")));
            }
        } catch (RemoteException failure) {
            findings.add(Finding.unknown(
                    "rancher.expiry", "when the API key expires could not be read: " + failure.getMessage(), ""));
        }
    }

    private void roles() {
        var roleMap = offering.membership().roleMap();
        var key = roleMap.isEmpty() ? "default_role" : "role_map";
        new TreeSet<>(roleMap.isEmpty() ? List.of(offering.defaultRole()) : roleMap.values())
                .forEach(role -> role(role, key));
    }

    private void role(String id, String key) {
        var role = facts.roleTemplate(id);
        if (role.isEmpty()) {
            findings.add(Finding.fault(
                    "rancher.role",
                    "Rancher has no role template " + id,
                    "no group can be bound to it, so nobody gets access by it",
                    "set %s to the id of one (Users & Authentication, Role Templates), e.g. project-member"
                            .formatted(key)));
        } else if (!role.get().context().equals("project")) {
            findings.add(Finding.fault(
                    "rancher.role",
                    "role template %s is one for a %s".formatted(id, role.get().context()),
                    "only a role for projects can be bound in a project",
                    "set %s to the id of a role template for projects".formatted(key)));
        } else {
            findings.add(Finding.good("rancher.role", "role template %s exists".formatted(id)));
        }
    }

    private void quotas() {
        boolean extended = offering.components().stream()
                .anyMatch(component -> component.k8sResource().isPresent() || component.kind() == Component.Kind.GPU);
        var version = facts.version();
        if (extended && version.filter(RancherCheckup::lacksExtended).isPresent()) {
            findings.add(Finding.warning(
                    "rancher.quota",
                    "Rancher %s has no project quota for GPUs and other extended resources".formatted(version.get()),
                    "they can be limited in single namespaces only, not in those that members make",
                    "update Rancher to 2.14 or later, or keep to roles that can't create namespaces"));
        } else {
            findings.add(Finding.good(
                    "rancher.quota",
                    "Rancher %s can limit what is sold".formatted(version.orElse("of unknown version"))));
        }
    }

    private static boolean lacksExtended(String version) {
        var parts = VERSION.matcher(version);
        return parts.matches()
                && Integer.parseInt(parts.group(1)) == 2
                && Integer.parseInt(parts.group(2)) < EXTENDED_SINCE;
    }

    private void lists() {
        try {
            rancher.namespaces();
            rancher.allResourceQuotas();
            findings.add(Finding.good("rancher.lists", "namespaces and quotas of the whole cluster can be listed"));
        } catch (RemoteException failure) {
            findings.add(Finding.fault(
                    "rancher.lists",
                    String.valueOf(failure.getMessage()),
                    "what exists can't be read, so nothing is changed",
                    "make the key's user an owner of the cluster (role cluster-owner)"));
        }
    }

    private void gpuPools() {
        if (!offering.namespaceLabels().containsKey(POOL_LABEL)) {
            return;
        }
        try {
            var policies = facts.policies();
            var missing = POOL_POLICIES.stream()
                    .filter(policy -> !policies.contains(policy.name()))
                    .toList();
            findings.add(
                    missing.isEmpty()
                            ? Finding.good("gpu.policies", joined(POOL_POLICIES, PoolPolicy::name, ", "))
                            : Finding.warning(
                                    "gpu.policies",
                                    "namespaces get the label %s, and the cluster lacks the policies %s"
                                            .formatted(POOL_LABEL, joined(missing, PoolPolicy::name, ", ")),
                                    joined(missing, PoolPolicy::withoutIt, "; "),
                                    "kubectl apply -k policies/cel (see the policies' own page), unless policies of"
                                            + " your own do the same"));
        } catch (RemoteException failure) {
            findings.add(Finding.unknown("gpu.policies", String.valueOf(failure.getMessage()), ""));
        }
    }

    private static String joined(List<PoolPolicy> policies, Function<PoolPolicy, String> what, String between) {
        return policies.stream().map(what).collect(Collectors.joining(between));
    }
}
