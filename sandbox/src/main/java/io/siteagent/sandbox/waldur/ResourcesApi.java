package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.siteagent.sandbox.http.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/marketplace-provider-resources/} and the actions below it. */
final class ResourcesApi {

    private static final int LONGEST_BACKEND_ID = 255;

    private ResourcesApi() {}

    static Answer list(Caller caller) {
        var query = ListQuery.of(caller);
        var states = query.choices(
                "state",
                t -> Stream.of(Resource.State.values()).anyMatch(s -> s.text().equals(t)));
        var offering = query.uuid("offering_uuid");
        var project = query.uuid("project_uuid");
        var customer = query.uuid("customer_uuid");
        var backendId = caller.request().parameter("backend_id");
        var modified = since(caller, "modified");
        var state = caller.state();
        var views = Views.of(caller);
        var rows = state.resources().values().stream()
                .filter(r -> caller.serves(state.offeringOf(r)))
                .filter(r -> states.isEmpty() || states.contains(r.state().text()))
                .filter(r -> offering.isEmpty() || offering.get().equals(r.offering()))
                .filter(r -> project.isEmpty() || project.get().equals(r.project()))
                .filter(r -> customer.isEmpty()
                        || customer.get().equals(state.projectOf(r).customer()))
                .filter(r -> backendId.isEmpty() || backendId.get().equals(r.backendId()))
                .filter(r -> modified.isEmpty() || !r.modified().isBefore(modified.get()))
                .map(r -> ResourceView.of(views, r))
                .toList();
        return query.page(rows);
    }

    /** In 7.0.7 a date only. */
    private static Optional<Instant> since(Caller caller, String name) {
        var text = caller.request().parameter(name);
        try {
            return text.map(t -> t.length() > 10 && caller.isNewServer()
                    ? OffsetDateTime.parse(t).toInstant()
                    : LocalDate.parse(t).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException _) {
            throw Refused.field(name, "Enter a valid date.");
        }
    }

    static Answer detail(Caller caller, String uuid) {
        var view = ResourceView.detailed(Views.of(caller), caller.resource(uuid));
        return Answer.json(200, ListQuery.of(caller).trimmed(view).toString());
    }

    static Answer setBackendId(Caller caller, String uuid) {
        var resource = written(caller, uuid);
        var body = caller.body();
        if (!body.has("backend_id")) {
            throw Refused.serverError();
        }
        var backendId = body.path("backend_id").asText("");
        if (backendId.length() > LONGEST_BACKEND_ID) {
            throw Refused.field("backend_id", "Ensure this field has no more than 255 characters.");
        }
        if (backendId.equals(resource.backendId())) {
            return status("Resource backend_id is not changed.");
        }
        caller.state().put(resource.edit().backendId(backendId).at(caller.now()));
        return status("Resource backend_id has been changed.");
    }

    static Answer setBackendMetadata(Caller caller, String uuid) {
        var resource = written(caller, uuid);
        var body = caller.body();
        if (!body.has("backend_metadata")) {
            throw Refused.serverError();
        }
        caller.state()
                .put(resource.edit()
                        .backendMetadata(body.path("backend_metadata"))
                        .at(caller.now()));
        return status("The backend metadata is updated");
    }

    static Answer planPeriods(Caller caller, String uuid) {
        var resource = caller.resource(uuid);
        var plan = caller.state().offeringOf(resource).plan(resource.plan());
        var rows = JsonNodeFactory.instance.arrayNode();
        resource.planPeriod().ifPresent(period -> {
            var row = rows.addObject()
                    .put("uuid", period)
                    .put("plan_name", plan.name())
                    .put("plan_uuid", plan.uuid())
                    .put("start", Views.time(resource.created()));
            row.putNull("end");
            row.putArray("components");
        });
        return Answer.json(200, rows.toString());
    }

    /** Newer servers only. */
    static Answer refreshLastSync(Caller caller, String uuid) {
        var resource = written(caller, uuid);
        caller.state().put(resource.edit().lastSync(caller.now()).at(resource.modified()));
        return status("Last sync time has been refreshed.");
    }

    /** Newer servers only. */
    static Answer setLimits(Caller caller, String uuid) {
        var resource = written(caller, uuid);
        var limits = new LinkedHashMap<String, Long>();
        caller.body()
                .path("limits")
                .properties()
                .forEach(e -> limits.put(e.getKey(), e.getValue().asLong()));
        caller.state().put(resource.edit().limits(limits).at(caller.now()));
        return status("Resource limits have been changed.");
    }

    /** Newer servers only: repairs a resource that is Erred. */
    static Answer setOk(Caller caller, String uuid) {
        var resource = written(caller, uuid);
        if (resource.state() != Resource.State.ERRED) {
            throw Refused.states("Erred");
        }
        caller.state()
                .put(resource.edit().state(Resource.State.OK).error("", "").at(caller.now()));
        return Answer.empty(200);
    }

    /** 7.0.7 only: {@code /api/marketplace-slurm-remote/{resource}/set_state/}. */
    static Answer setAllocationState(Caller caller, String uuid) {
        var resource = written(caller, uuid);
        if (resource.allocation().isEmpty()) {
            throw Refused.missing("Resource");
        }
        var wanted = caller.body().path("state").asText("");
        if (wanted.equals("ok")) {
            caller.state().put(resource.edit().allocationOk().at(resource.modified()));
        }
        return Answer.json(
                200,
                Views.object()
                        .put("detail", "Allocation state has been changed to " + wanted)
                        .toString());
    }

    private static Resource written(Caller caller, String uuid) {
        var resource = caller.resource(uuid);
        if (!caller.maySetUsage(caller.state().offeringOf(resource))) {
            throw Refused.forbidden();
        }
        return resource;
    }

    private static Answer status(String text) {
        return Answer.json(200, Views.object().put("status", text).toString());
    }
}
