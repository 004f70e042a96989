package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;

/** Names in an offering, accounts that are no people, and what an agent says about everybody's access. */
final class AccountsApi {

    private AccountsApi() {}

    static Answer offeringUsers(Caller caller) {
        var wanted = ListQuery.of(caller).uuid("offering_uuid");
        var state = caller.state();
        var rows = state.offerings().values().stream()
                .filter(caller::serves)
                .filter(o -> wanted.isEmpty() || wanted.get().equals(o.uuid()))
                .flatMap(o -> o.usernames().entrySet().stream()
                        .map(e -> offeringUser(o, WorldState.known(state.people(), e.getKey()), e.getValue())))
                .toList();
        return ListQuery.of(caller).page(rows);
    }

    private static ObjectNode offeringUser(Offering offering, Person person, String username) {
        return Views.object()
                .put("uuid", Uuids.of("offering-user", offering.uuid() + person.uuid()))
                .put("username", username)
                .put("offering_uuid", offering.uuid())
                .put("offering_name", offering.name())
                .put("user_uuid", person.uuid())
                .put("user_username", person.username())
                .put("user_full_name", person.fullName())
                .put("is_restricted", false);
    }

    /** Not recorded: as the published client describes it. */
    static Answer serviceAccounts(Caller caller, String offering) {
        return accounts(caller, offering, "service");
    }

    /** Not recorded: as the published client describes it. */
    static Answer courseAccounts(Caller caller, String offering) {
        return accounts(caller, offering, "course");
    }

    private static Answer accounts(Caller caller, String uuid, String kind) {
        var offering = caller.offering(uuid);
        var state = caller.state();
        var rows = state.accounts().values().stream()
                .filter(a -> a.kind().equals(kind))
                .filter(a -> state.resources().values().stream()
                        .anyMatch(r -> r.project().equals(a.project())
                                && r.offering().equals(offering.uuid())
                                && r.state() != Resource.State.TERMINATED))
                .map(a -> Views.object()
                        .put("uuid", a.uuid())
                        .put("project_uuid", a.project())
                        .put("username", a.username())
                        .put("state", a.state()))
                .toList();
        return ListQuery.of(caller).page(rows);
    }

    /** Replaces everything that was said before. */
    static Answer setSyncStatuses(Caller caller, String uuid) {
        var resource = caller.resource(uuid);
        var statuses = caller.body().path("statuses");
        if (!statuses.isArray()) {
            throw Refused.field("statuses", "This field is required.");
        }
        caller.state().syncStatuses().put(resource.uuid(), statuses);
        return Answer.json(200, "{}");
    }
}
