package io.siteagent.core.tenancy;

import static io.siteagent.core.tenancy.Estate.ALICE;
import static io.siteagent.core.tenancy.Estate.BOB;
import static io.siteagent.core.tenancy.Estate.limits;
import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.User;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final Planner planner = new Planner(Brake.DEFAULT);

    @Test
    void a_new_tenant_gets_project_namespace_groups_binding_members_and_its_id_in_waldur() {
        var tenant = Estate.tenant(Estate.resource(), limits("4", "8"), ALICE);

        var plan = planner.plan(tenant, Estate.nothing(tenant));

        assertThat(plan.changes().stream().map(Change::describe).toList())
                .containsExactlyInAnyOrder(
                        "+ project waldur-genome-1 (p-b057c51990f84ce7b45b): limits.cpu 4, limits.memory 8192Mi",
                        "~ Waldur resource b057c51990f84ce7b45bbe4eb9530b1e: backend id"
                                + " c-m-1234abcd:p-b057c51990f84ce7b45b",
                        "+ namespace waldur-genome-1: limits.cpu 4, limits.memory 8192Mi",
                        "+ group /c_cm1234abcd",
                        "+ group /c_cm1234abcd/project_da6038c76237425d9cc9215f7683a704_workloads-manage",
                        "+ binding of keycloakoidc_group://project_da6038c76237425d9cc9215f7683a704_workloads-manage"
                                + " to role workloads-manage",
                        "+ member " + ALICE + " of project_da6038c76237425d9cc9215f7683a704_workloads-manage"
                                + " (Waldur user 0e72b362bdf254cbbe264cccab259085)");
        assertThat(plan.obstacles()).isEmpty();
    }

    @Test
    void nothing_is_left_to_do_when_everything_is_in_line() {
        var tenant = Estate.tenant(limits("4", "8"), ALICE, BOB);
        assertThat(planner.plan(tenant, Estate.inLine(tenant))).returns(true, TenantPlan::isEmpty);
    }

    @Test
    void raising_a_quota_starts_with_the_project() {
        var before = Estate.inLine(Estate.tenant(limits("4", "8")));
        var plan = planner.plan(Estate.tenant(limits("6", "8")), before);

        assertThat(plan.changes()).hasExactlyElementsOfTypes(Change.UpdateProject.class, Change.EnsureNamespace.class);
    }

    @Test
    void lowering_a_quota_ends_with_the_project() {
        var before = Estate.inLine(Estate.tenant(limits("4", "8")));
        var plan = planner.plan(Estate.tenant(limits("2", "8")), before);

        assertThat(plan.changes())
                .hasExactlyElementsOfTypes(Change.EnsureNamespace.class, Change.LowerProjectQuota.class);
    }

    @Test
    void raising_one_and_lowering_the_other_never_shows_rancher_less_than_is_reserved() {
        var before = Estate.inLine(Estate.tenant(limits("4", "8")));
        var plan = planner.plan(Estate.tenant(limits("6", "4")), before);

        assertThat(plan.changes())
                .hasExactlyElementsOfTypes(
                        Change.UpdateProject.class, Change.EnsureNamespace.class, Change.LowerProjectQuota.class);
        assertThat(((Change.UpdateProject) plan.changes().getFirst()).desired().limit())
                .isEqualTo(new QuotaLimit(Map.of(
                        "limitsCpu", Quantity.cores(new BigDecimal(6)),
                        "limitsMemory", Quantity.gibibytes(new BigDecimal(8)))));
    }

    @Test
    void the_managed_namespace_gets_what_the_customers_own_namespaces_leave() {
        var tenant = Estate.tenant(limits("4", "8"));
        var state = Estate.inLine(tenant);
        var managed = state.namespaces().getFirst();
        var own = Estate.foreignNamespace(
                "their-own",
                managed.projectId().orElseThrow(),
                new QuotaLimit(Map.of("limitsCpu", Quantity.cores(BigDecimal.ONE))));

        var plan = planner.plan(tenant, Estate.withNamespaces(state, managed, own));

        assertThat(plan.changes().stream().map(Change::describe).toList())
                .containsExactly("~ namespace waldur-genome-1: quota from limits.cpu 4, limits.memory 8192Mi to"
                        + " limits.cpu 3, limits.memory 8192Mi");
    }

    @Test
    void a_namespace_of_that_name_elsewhere_stops_the_plan_and_names_the_holder() {
        var tenant = Estate.tenant(Estate.resource(), limits("4", "8"));
        var nothing = Estate.nothing(tenant);
        var taken = Estate.foreignNamespace("waldur-genome-1", "c-m-1234abcd:p-other", QuotaLimit.NONE);
        var state = new TenantState(
                nothing.project(),
                nothing.rivals(),
                Optional.of(taken),
                List.of(),
                nothing.quotas(),
                nothing.bindings(),
                nothing.extendedQuotas(),
                nothing.access());

        assertThat(planner.plan(tenant, state).obstacles())
                .containsExactly(
                        Obstacle.customer(
                                "namespace waldur-genome-1 exists already and belongs to Rancher project c-m-1234abcd:p-other"));
    }

    @Test
    void a_recorded_project_without_any_mark_is_left_alone() {
        var tenant = Estate.tenant(limits("4", "8"));
        var state = Estate.inLine(tenant);
        var unmarked = Estate.withAnnotations(state.project().orElseThrow(), Map.of());

        assertThat(planner.plan(tenant, Estate.with(state, unmarked)).obstacles())
                .singleElement()
                .extracting(Obstacle::kind)
                .isEqualTo(Obstacle.Kind.OPERATOR);
        assertThat(planner.planRemoval(tenant, Estate.with(state, unmarked), new GroupUse(0, 0, 0))
                        .obstacles())
                .hasSize(1);
    }

    @Test
    void a_project_that_another_resource_is_marked_for_is_never_touched() {
        var tenant = Estate.tenant(limits("4", "8"));
        var state = Estate.inLine(tenant);
        var others = Estate.withAnnotations(
                state.project().orElseThrow(), Map.of(Marks.RESOURCE, "f".repeat(32), Marks.MANAGED, "true"));

        assertThat(planner.planRemoval(tenant, Estate.with(state, others), new GroupUse(0, 0, 0))
                        .changes())
                .noneMatch(Change.DeleteProject.class::isInstance);
    }

    @Test
    void the_predecessors_project_is_adopted_when_waldur_has_recorded_it() {
        var tenant = Estate.tenant(limits("4", "8"));
        var state = Estate.inLine(tenant);
        var predecessors = Estate.withAnnotations(
                state.project().orElseThrow(), Map.of(Marks.MANAGED, "true", Marks.ORGANIZATION, "uni-1"));

        var plan = planner.plan(tenant, Estate.with(state, predecessors));

        assertThat(plan.obstacles()).isEmpty();
        assertThat(plan.changes()).hasExactlyElementsOfTypes(Change.UpdateProject.class);
    }

    @Test
    void a_lost_binding_is_restored() {
        var tenant = Estate.tenant(limits("4", "8"));
        assertThat(planner.plan(tenant, Estate.withBindings(Estate.inLine(tenant), List.of()))
                        .changes())
                .hasExactlyElementsOfTypes(Change.BindRole.class);
    }

    @Test
    void restricted_access_takes_the_binding_away_and_leaves_the_shared_group_alone() {
        var open = Estate.recorded(Estate.resource(), "c-m-1234abcd:" + Names.project(Estate.RESOURCE));
        var restricted = new io.siteagent.core.waldur.Resource(
                open.uuid(),
                open.offering(),
                open.name(),
                open.slug(),
                open.state(),
                open.backendId(),
                open.projectUuid(),
                open.projectName(),
                open.projectSlug(),
                open.customerName(),
                open.customerSlug(),
                open.limits(),
                true,
                false,
                false);
        var tenant = Estate.tenant(restricted, limits("4", "8"), ALICE);

        assertThat(planner.plan(tenant, Estate.inLine(tenant)).changes())
                .hasExactlyElementsOfTypes(Change.Unbind.class);
    }

    @Test
    void who_left_the_team_leaves_the_group() {
        var before = Estate.inLine(Estate.tenant(limits("4", "8"), ALICE, BOB));
        assertThat(planner.plan(Estate.tenant(limits("4", "8"), ALICE), before).changes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.RemoveMember.class,
                        change -> assertThat(change.user().id()).isEqualTo(BOB));
    }

    @Test
    void an_empty_team_removes_nobody() {
        var before = Estate.inLine(Estate.tenant(limits("4", "8"), ALICE, BOB));
        var plan = planner.plan(Estate.tenant(limits("4", "8")), before);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.refusals()).singleElement().asString().contains("the team is empty");
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void more_than_half_of_the_members_are_not_removed_at_once() {
        var tenant = Estate.tenant(limits("4", "8"), ALICE);
        var members = new ArrayList<User>();
        members.add(new User(ALICE, "alice"));
        IntStream.range(0, 5)
                .mapToObj(i -> new User("stale-" + i, "stale-" + i))
                .forEach(members::add);
        var state = Estate.with(
                Estate.inLine(tenant),
                new TenantState.AccessState.Known(
                        Optional.empty(), Optional.of(Estate.child(tenant)), List.of(), members, Map.of()));

        var plan = planner.plan(tenant, state);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.refusals()).singleElement().asString().contains("5 removals are more than 50 % of 6 members");
    }

    @Test
    void keycloak_that_cannot_be_read_changes_no_membership_and_holds_up_no_project() {
        var tenant = Estate.tenant(Estate.resource(), limits("4", "8"), ALICE);
        var unreadable = new TenantState.AccessState.Unreadable(new io.siteagent.core.http.RemoteException(
                io.siteagent.core.http.RemoteException.Reason.TRANSIENT,
                io.siteagent.core.http.RemoteSystem.KEYCLOAK,
                "find group",
                "",
                503,
                "",
                null));

        var plan = planner.plan(tenant, Estate.with(Estate.nothing(tenant), unreadable));

        assertThat(plan.changes()).extracting(Lane::of).containsOnly(Lane.RANCHER);
    }

    @Test
    void a_foreign_group_of_our_groups_name_is_reported_and_nothing_is_bound_to_it() {
        var tenant = Estate.tenant(limits("4", "8"));
        var access = Estate.access(tenant);
        var foreign = new Group(
                "other",
                access.child().orElseThrow().name(),
                "/elsewhere/x",
                Optional.of("e"),
                Optional.empty(),
                Map.of());
        var state = Estate.with(
                Estate.inLine(tenant),
                new TenantState.AccessState.Known(
                        access.parent(), access.child(), List.of(foreign), access.members(), access.users()));

        assertThat(planner.plan(tenant, state).obstacles())
                .singleElement()
                .satisfies(obstacle -> assertThat(obstacle.text()).contains("/elsewhere/x"));
    }

    @Test
    void who_left_the_team_is_removed_even_while_something_else_stands_in_the_way() {
        var before = Estate.access(Estate.tenant(limits("4", "8"), ALICE, BOB));
        var foreign = new Group(
                "other",
                before.child().orElseThrow().name(),
                "/elsewhere/x",
                Optional.of("e"),
                Optional.empty(),
                Map.of());
        var tenant = Estate.tenant(limits("6", "8"), ALICE);
        var state = Estate.with(
                Estate.inLine(Estate.tenant(limits("4", "8"), ALICE)),
                new TenantState.AccessState.Known(
                        before.parent(), before.child(), List.of(foreign), before.members(), before.users()));

        var plan = planner.plan(tenant, state);

        assertThat(plan.obstacles()).hasSize(1);
        assertThat(plan.changes()).hasExactlyElementsOfTypes(Change.RemoveMember.class);
    }

    @Test
    void nobody_is_removed_from_a_group_that_is_not_ours() {
        var tenant = Estate.tenant(limits("4", "8"), ALICE);
        var access = Estate.access(Estate.tenant(limits("4", "8"), ALICE, BOB));
        var child = access.child().orElseThrow();
        var unmarked =
                new Group(child.id(), child.name(), child.path(), child.parentId(), child.parentName(), Map.of());
        var state = Estate.with(
                Estate.inLine(tenant),
                new TenantState.AccessState.Known(
                        access.parent(), Optional.of(unmarked), List.of(), access.members(), access.users()));

        var plan = planner.plan(tenant, state);

        assertThat(plan.obstacles()).hasSize(1);
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void a_person_who_is_not_in_keycloak_is_a_warning() {
        var tenant = Estate.tenant(limits("4", "8"), ALICE);
        var access = Estate.access(tenant);
        var state = Estate.with(
                Estate.inLine(tenant),
                new TenantState.AccessState.Known(access.parent(), access.child(), List.of(), List.of(), Map.of()));

        var plan = planner.plan(tenant, state);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.warnings()).singleElement().asString().contains("is not in Keycloak");
    }

    @Test
    void terminating_takes_binding_namespace_project_and_groups() {
        var tenant = Estate.tenant(limits("4", "8"), ALICE);
        var access = Estate.access(tenant);
        var parent = new Group(
                "parent-id",
                "c_cm1234abcd",
                "/c_cm1234abcd",
                Optional.empty(),
                Optional.empty(),
                tenant.access().orElseThrow().parent().mark());
        var state = Estate.with(
                Estate.inLine(tenant),
                new TenantState.AccessState.Known(
                        Optional.of(parent), access.child(), List.of(), access.members(), Map.of()));

        assertThat(planner.planRemoval(tenant, state, new GroupUse(0, 0, 0)).changes())
                .extracting(change -> (Object) change.getClass())
                .containsExactlyInAnyOrder(
                        Change.Unbind.class,
                        Change.DeleteNamespace.class,
                        Change.DeleteGroup.class,
                        Change.DeleteProject.class,
                        Change.DeleteEmptyParent.class);
    }

    @Test
    void terminating_one_of_two_resources_keeps_the_shared_group() {
        var tenant = Estate.tenant(limits("4", "8"), ALICE);
        var state = Estate.inLine(tenant);

        assertThat(planner.planRemoval(tenant, state, new GroupUse(1, 0, 0)).changes())
                .noneMatch(Change.DeleteGroup.class::isInstance);
        assertThat(planner.planRemoval(tenant, state, new GroupUse(0, 1, 0)).changes())
                .noneMatch(Change.DeleteGroup.class::isInstance);
    }

    @Test
    void terminating_what_is_gone_already_has_nothing_to_do() {
        var tenant = Estate.tenant(limits("4", "8"));
        assertThat(planner.planRemoval(tenant, Estate.nothing(tenant), new GroupUse(0, 0, 0))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void fractions_are_exact() {
        var tenant = Estate.tenant(limits("2.5", "0.5"));
        assertThat(Wording.quota(tenant.project().limit())).isEqualTo("limits.cpu 2500m, limits.memory 512Mi");
    }

    @Test
    void gpus_are_part_of_the_project_quota_and_storage_is_not() {
        var tenant = Estate.tenant(Map.of("gpu", new BigDecimal(2), "storage", new BigDecimal(100)));
        assertThat(Wording.quota(tenant.project().limit())).isEqualTo("requests.nvidia.com/gpu 2");
    }
}
