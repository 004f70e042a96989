package io.siteagent.core.rancher;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.http.Authorization;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import io.siteagent.core.http.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an operator wants to know of Rancher and what no order needs: its version, the key, the cluster, the role. A 404
 * is an empty answer; other failures are {@link io.siteagent.core.http.RemoteException}s. Thread-safe.
 */
public final class RancherFacts {

    private static final int NOT_FOUND = 404;

    private final Transport transport;
    private final RancherSettings settings;

    public RancherFacts(RancherSettings settings, Wire wire) {
        this.settings = settings;
        this.transport = new Transport(
                RemoteSystem.RANCHER,
                settings.baseUri(),
                settings.verifyCert(),
                Authorization.fixed("Bearer " + settings.accessKey().strip() + ":"
                        + settings.secretKey().value().strip()),
                wire);
    }

    /**
     * The API key that we call with.
     *
     * @param cluster the only cluster it is good for; empty for one without scope
     * @param expires empty for one that never does
     */
    public record ApiKey(Optional<String> cluster, Optional<Instant> expires) {}

    /** A role that can be bound. */
    public record RoleFacts(String name, String context) {}

    /** {@code v2.14.1}; needs no key. */
    public Optional<String> version() {
        return find(Exchange.get("read version", "", "rancherversion")).flatMap(json -> json.optionalText("Version"));
    }

    /** State of the configured cluster, {@code active} when all is well. */
    public Optional<String> clusterState() {
        return find(Exchange.get("read cluster", settings.clusterId(), "v3", "clusters", settings.clusterId()))
                .map(json -> json.optionalText("state").orElse("unknown"));
    }

    public Optional<RoleFacts> roleTemplate(String id) {
        return find(Exchange.get("read role template", id, "v3", "roleTemplates", id))
                .map(json -> new RoleFacts(
                        json.optionalText("name").orElse(id),
                        json.optionalText("context").orElse("")));
    }

    public Optional<ApiKey> key() {
        var name = settings.accessKey().strip();
        return Kubernetes.find(
                transport, Exchange.get("read API key", name, "v3", "tokens", name), answer -> key(answer.json()));
    }

    private static ApiKey key(JsonValues json) {
        return new ApiKey(json.optionalText("clusterId"), json.optional("expiresAt", Instant::parse));
    }

    /**
     * Names of the policies for the whole cluster: Kyverno's, in both of its APIs, and the API server's own that are in
     * force, that is, have a ValidatingAdmissionPolicyBinding that refuses, and does not only warn or audit. Empty when
     * there are none, or neither API.
     */
    public List<String> policies() {
        var bound = list("admissionregistration.k8s.io/v1/validatingadmissionpolicybindings")
                .map(binding -> binding.at("spec"))
                .filter(spec -> spec.elements("validationActions").stream()
                        .anyMatch(action -> action.asText().equals(Optional.of("Deny"))))
                .flatMap(spec -> spec.optionalText("policyName").stream())
                .collect(Collectors.toSet());
        var ofTheApiServer = names("admissionregistration.k8s.io/v1/validatingadmissionpolicies")
                .filter(bound::contains);
        var ofKyverno = Stream.of(
                        "kyverno.io/v1/clusterpolicies",
                        "policies.kyverno.io/v1/mutatingpolicies",
                        "policies.kyverno.io/v1/generatingpolicies",
                        "policies.kyverno.io/v1/validatingpolicies")
                .flatMap(this::names);
        return Stream.concat(ofKyverno, ofTheApiServer).toList();
    }

    private Stream<String> names(String kind) {
        return list(kind).flatMap(policy -> policy.at("metadata").optionalText("name").stream());
    }

    /** An API group that is not installed is answered with a 404 that is no JSON, which looks like a proxy's. */
    private Stream<JsonValues> list(String kind) {
        var path = Kubernetes.path(List.of("k8s", "clusters", settings.clusterId(), "apis"), kind.split("/", -1));
        try {
            return find(Exchange.get("list policies", settings.clusterId(), path)).stream()
                    .flatMap(list -> list.elements("items").stream());
        } catch (RemoteException failure) {
            if (failure.status().equals(OptionalInt.of(NOT_FOUND))) {
                return Stream.of();
            }
            throw failure;
        }
    }

    private Optional<JsonValues> find(Exchange exchange) {
        return Kubernetes.find(transport, exchange, io.siteagent.core.http.Answer::json);
    }
}
