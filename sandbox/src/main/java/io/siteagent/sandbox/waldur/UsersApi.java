package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import java.util.Locale;

/** {@code /api/users/me/}: whose token it is. */
final class UsersApi {

    private UsersApi() {}

    static Answer me(Caller caller) {
        var person = caller.person();
        var views = Views.of(caller);
        int space = person.fullName().indexOf(' ');
        var node = Views.object()
                .put("url", views.url("users", person.uuid()))
                .put("uuid", person.uuid())
                .put("username", person.username())
                .put("slug", WorldEditor.slug(person.username(), 1))
                .put("full_name", person.fullName())
                .put(
                        "first_name",
                        space < 0 ? person.fullName() : person.fullName().substring(0, space))
                .put("last_name", space < 0 ? "" : person.fullName().substring(space + 1))
                .put("email", person.email())
                .put("registration_method", person.registrationMethod())
                .put(
                        "token",
                        caller.request().header("authorization").orElse("").replaceFirst("^Token ", ""))
                .put("date_joined", Views.time(caller.now()))
                .put("identity_provider_name", "Local DB")
                .put("identity_provider_label", "Local DB");
        for (var text : new String[] {
            "native_name",
            "job_title",
            "phone_number",
            "organization",
            "preferred_language",
            "identity_source",
            "identity_provider_management_url"
        }) {
            node.put(text, "");
        }
        Views.putNulls(node, "civil_number", "token_lifetime", "agreement_date", "requested_email", "image");
        node.putArray("affiliations");
        node.putArray("identity_provider_fields");
        var permissions = node.putArray("permissions");
        caller.state().grants().values().stream()
                .filter(g -> g.person().equals(person.uuid()))
                .forEach(g -> permissions.add(permission(caller.state(), person, g)));
        return Answer.json(200, ListQuery.of(caller).trimmed(node).toString());
    }

    private static ObjectNode permission(WorldState state, Person person, Grant grant) {
        var node = Views.object()
                .put("user_uuid", person.uuid())
                .put("user_name", person.fullName())
                .put("user_slug", WorldEditor.slug(person.username(), 1))
                .put("created", Views.time(grant.created()))
                .put("role_name", grant.role())
                .put("role_description", grant.role())
                .put("role_uuid", Uuids.of("role", grant.role()))
                .put("scope_type", grant.role().replaceFirst("\\..*", "").toLowerCase(Locale.ROOT))
                .put("scope_uuid", grant.scope())
                .put("scope_name", name(state, grant.scope()));
        Views.putTime(node, "expiration_time", grant.expires());
        return node;
    }

    private static String name(WorldState state, String scope) {
        if (state.customers().containsKey(scope)) {
            return WorldState.known(state.customers(), scope).name();
        }
        return state.projects().containsKey(scope)
                ? WorldState.known(state.projects(), scope).name()
                : WorldState.known(state.offerings(), scope).name();
    }

    /** For staff and support only, also in newer servers. */
    static Answer version(Caller caller) {
        if (!caller.isStaffOrSupport()) {
            throw Refused.forbidden();
        }
        return Answer.json(
                200,
                Views.object()
                        .put("version", caller.isNewServer() ? "8.1.3" : "7.0.7")
                        .toString());
    }
}
