package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A changed copy of a {@link Resource} in the making. */
final class ResourceEdit {
    private final Resource old;
    private Resource.State state;
    private String plan;
    private String backendId;
    private Map<String, Long> limits;
    private JsonNode backendMetadata;
    private Map<String, String> currentUsages;
    private String errorMessage;
    private String errorTraceback;
    private Resource.Flags flags;
    private Optional<String> allocation;
    private boolean allocationOk;
    private Optional<String> planPeriod;
    private Optional<Instant> lastSync;

    ResourceEdit(Resource old) {
        this.old = old;
        this.state = old.state();
        this.plan = old.plan();
        this.backendId = old.backendId();
        this.limits = old.limits();
        this.backendMetadata = old.backendMetadata();
        this.currentUsages = old.currentUsages();
        this.errorMessage = old.errorMessage();
        this.errorTraceback = old.errorTraceback();
        this.flags = old.flags();
        this.allocation = old.allocation();
        this.allocationOk = old.allocationOk();
        this.planPeriod = old.planPeriod();
        this.lastSync = old.lastSync();
    }

    ResourceEdit state(Resource.State state) {
        this.state = state;
        return this;
    }

    ResourceEdit plan(String plan) {
        this.plan = plan;
        return this;
    }

    ResourceEdit backendId(String backendId) {
        this.backendId = backendId;
        return this;
    }

    ResourceEdit limits(Map<String, Long> limits) {
        this.limits = Map.copyOf(limits);
        return this;
    }

    ResourceEdit backendMetadata(JsonNode metadata) {
        this.backendMetadata = metadata;
        return this;
    }

    ResourceEdit currentUsages(Map<String, String> usages) {
        this.currentUsages = Map.copyOf(usages);
        return this;
    }

    ResourceEdit error(String message, String traceback) {
        this.errorMessage = message;
        this.errorTraceback = traceback;
        return this;
    }

    ResourceEdit flags(Resource.Flags flags) {
        this.flags = flags;
        return this;
    }

    ResourceEdit allocation(String uuid) {
        this.allocation = Optional.of(uuid);
        return this;
    }

    ResourceEdit allocationOk() {
        this.allocationOk = true;
        return this;
    }

    ResourceEdit planPeriod(String uuid) {
        this.planPeriod = Optional.of(uuid);
        return this;
    }

    ResourceEdit lastSync(Instant at) {
        this.lastSync = Optional.of(at);
        return this;
    }

    Resource at(Instant modified) {
        return new Resource(
                old.uuid(),
                old.name(),
                old.slug(),
                old.offering(),
                plan,
                old.project(),
                state,
                backendId,
                limits,
                old.attributes(),
                backendMetadata,
                currentUsages,
                errorMessage,
                errorTraceback,
                flags,
                allocation,
                allocationOk,
                planPeriod,
                lastSync,
                old.created(),
                modified);
    }
}
