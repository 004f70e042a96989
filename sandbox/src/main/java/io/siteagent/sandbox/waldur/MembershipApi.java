package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who belongs to a project: the team of a resource, and all roles over the projects of a service provider. */
final class MembershipApi {

    private MembershipApi() {}

    /** Unpaged, one row a person with the role granted first, however many there are. */
    static Answer team(Caller caller, String uuid) {
        var resource = caller.resource(uuid);
        var offering = caller.state().offeringOf(resource);
        var views = Views.of(caller);
        var query = ListQuery.of(caller);
        var seen = new HashSet<String>();
        var rows = JsonNodeFactory.instance.arrayNode();
        grantsOf(caller.state(), Set.of(resource.project())).stream()
                .filter(g -> seen.add(g.person()))
                .sorted(Comparator.comparing(g -> person(caller, g).username()))
                .forEach(g -> rows.add(query.trimmed(member(views, offering, person(caller, g), g))));
        return Answer.json(200, rows.toString());
    }

    private static ObjectNode member(Views views, Offering offering, Person person, Grant grant) {
        var row = Views.object()
                .put("url", views.url("users", person.uuid()))
                .put("uuid", person.uuid())
                .put("username", person.username())
                .put("full_name", person.fullName())
                .put("email", person.email());
        putRole(row, grant);
        var name = offering.usernames().get(person.uuid());
        row.put("offering_user_username", name);
        if (views.state().version() == ServerVersion.V8) {
            row.put("offering_user_state", name == null ? null : "OK");
        }
        return row;
    }

    /** One row for each person and role. */
    static Answer projectPermissions(Caller caller, String provider) {
        var state = caller.state();
        var customer = provider(caller, provider);
        var views = Views.of(caller);
        var rows = rolesIn(state, projectsOf(state, customer)).stream()
                .map(g -> permission(views, WorldState.known(state.projects(), g.scope()), person(caller, g), g))
                .toList();
        return ListQuery.of(caller).page(rows);
    }

    private static ObjectNode permission(Views views, Project project, Person person, Grant grant) {
        var row = Views.object()
                .put("created", Views.time(grant.created()))
                .put("project", views.url("projects", project.uuid()))
                .put("project_uuid", project.uuid())
                .put("project_name", project.name())
                .put("project_created", Views.time(project.created()))
                .put("customer_uuid", project.customer())
                .put("customer_name", views.state().customerOf(project).name())
                .put("user", views.url("users", person.uuid()))
                .put("user_full_name", person.fullName())
                .put("user_native_name", "")
                .put("user_username", person.username())
                .put("user_uuid", person.uuid())
                .put("user_email", person.email());
        Views.putNulls(row, "created_by", "project_end_date");
        putRole(row, grant);
        return row;
    }

    /** People with a role in a project that uses the provider's resources. */
    static Answer people(Caller caller, String provider) {
        var state = caller.state();
        var customer = provider(caller, provider);
        var projects = projectsOf(state, customer);
        var rows = grantsOf(state, projects).stream()
                .map(Grant::person)
                .distinct()
                .map(uuid -> WorldState.known(state.people(), uuid))
                .map(MembershipApi::person)
                .toList();
        return ListQuery.of(caller).page(rows);
    }

    private static ObjectNode person(Person person) {
        var row = Views.object()
                .put("uuid", person.uuid())
                .put("username", person.username())
                .put("full_name", person.fullName())
                .put("first_name", "")
                .put("last_name", "")
                .put("organization", "")
                .put("email", person.email())
                .put("phone_number", "")
                .put("projects_count", 1)
                .put("registration_method", person.registrationMethod());
        row.putArray("affiliations");
        return row;
    }

    private static Set<String> projectsOf(WorldState state, Customer provider) {
        return state.resources().values().stream()
                .filter(r -> r.state() != Resource.State.TERMINATED)
                .filter(r -> state.offeringOf(r).customer().equals(provider.uuid()))
                .map(Resource::project)
                .collect(Collectors.toSet());
    }

    /** Not recorded: as the published client describes it. */
    static Answer providers(Caller caller) {
        var wanted = ListQuery.of(caller).uuid("customer_uuid");
        var views = Views.of(caller);
        var rows = caller.state().offerings().values().stream()
                .map(Offering::customer)
                .distinct()
                .filter(c -> wanted.isEmpty() || wanted.get().equals(c))
                .filter(c -> caller.isStaffOrSupport() || caller.state().hasAnyRole(caller.person(), c))
                .map(c -> provider(views, WorldState.known(caller.state().customers(), c)))
                .toList();
        return ListQuery.of(caller).page(rows);
    }

    private static ObjectNode provider(Views views, Customer customer) {
        var uuid = Uuids.of("service-provider", customer.uuid());
        return Views.object()
                .put("url", views.url("marketplace-service-providers", uuid))
                .put("uuid", uuid)
                .put("customer", views.url("customers", customer.uuid()))
                .put("customer_uuid", customer.uuid())
                .put("customer_name", customer.name())
                .put("customer_slug", customer.slug())
                .put("description", "")
                .put("enable_notifications", true);
    }

    private static Customer provider(Caller caller, String uuid) {
        return caller.state().customers().values().stream()
                .filter(c -> Uuids.of("service-provider", c.uuid()).equals(Caller.hex(uuid)))
                .filter(c -> caller.isStaffOrSupport() || caller.state().hasAnyRole(caller.person(), c.uuid()))
                .findFirst()
                .orElseThrow(() -> Refused.missing("ServiceProvider"));
    }

    /** A project's people; a provider that isn't a member sees no project. */
    static Answer projectUsers(Caller caller, String uuid) {
        var project = caller.project(uuid);
        var rows = grantsOf(caller.state(), Set.of(project.uuid())).stream()
                .map(g -> projectUser(person(caller, g), g))
                .toList();
        return ListQuery.of(caller).page(rows);
    }

    private static ObjectNode projectUser(Person person, Grant grant) {
        var row = Views.object()
                .put("uuid", grant.uuid())
                .put("created", Views.time(grant.created()))
                .put("role_name", grant.role())
                .put("role_uuid", Uuids.of("role", grant.role()))
                .put("user_email", person.email())
                .put("user_full_name", person.fullName())
                .put("user_username", person.username())
                .put("user_uuid", person.uuid());
        Views.putTime(row, "expiration_time", grant.expires());
        row.putNull("user_image");
        return row;
    }

    private static void putRole(ObjectNode row, Grant grant) {
        grant.oldName().ifPresentOrElse(role -> row.put("role", role), () -> row.putNull("role"));
        Views.putTime(row, "expiration_time", grant.expires());
    }

    private static List<Grant> grantsOf(WorldState state, Set<String> projects) {
        return rolesIn(state, projects).stream()
                .filter(g -> WorldState.known(state.people(), g.person()).active())
                .toList();
    }

    /** Roles of deactivated people too: the list of permissions does not leave them out. */
    private static List<Grant> rolesIn(WorldState state, Set<String> projects) {
        return state.grants().values().stream()
                .filter(g -> projects.contains(g.scope()))
                .sorted(Comparator.comparing(Grant::created))
                .toList();
    }

    private static Person person(Caller caller, Grant grant) {
        return WorldState.known(caller.state().people(), grant.person());
    }
}
