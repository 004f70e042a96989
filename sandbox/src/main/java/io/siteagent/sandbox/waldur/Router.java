package io.siteagent.sandbox.waldur;

import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which code answers which path, and what a path that nobody answers looks like. */
final class Router {

    private static final String ORDERS = "marketplace-orders/";
    private static final String RESOURCES = "marketplace-provider-resources/";
    private static final String USAGES = "marketplace-component-usages/";
    private static final String OFFERINGS = "marketplace-provider-offerings/";
    private static final String PROVIDERS = "marketplace-service-providers/";
    private static final String ONE = "{uuid}/";

    /** The first that matches counts. */
    private static final List<Route> ROUTES = List.of(
            Route.list(ORDERS, OrdersApi::list),
            Route.one(ORDERS + ONE, OrdersApi::detail),
            Route.action(ORDERS + ONE + "approve_by_provider/", OrdersApi::approve),
            Route.action(ORDERS + ONE + "reject_by_provider/", OrdersApi::reject),
            Route.action(ORDERS + ONE + "set_state_executing/", OrdersApi::setExecuting),
            Route.action(ORDERS + ONE + "set_state_done/", OrdersApi::setDone),
            Route.action(ORDERS + ONE + "set_state_erred/", OrdersApi::setErred),
            Route.action(ORDERS + ONE + "set_backend_id/", OrdersApi::setBackendId)
                    .only(ServerVersion.V8),
            Route.list(RESOURCES, ResourcesApi::list),
            Route.one(RESOURCES + ONE, ResourcesApi::detail),
            Route.one(RESOURCES + ONE + "team/", MembershipApi::team),
            Route.one(RESOURCES + ONE + "plan_periods/", ResourcesApi::planPeriods),
            Route.action(RESOURCES + ONE + "set_backend_id/", ResourcesApi::setBackendId),
            Route.action(RESOURCES + ONE + "set_backend_metadata/", ResourcesApi::setBackendMetadata),
            Route.action(RESOURCES + ONE + "refresh_last_sync/", ResourcesApi::refreshLastSync)
                    .only(ServerVersion.V8),
            Route.action(RESOURCES + ONE + "set_limits/", ResourcesApi::setLimits)
                    .only(ServerVersion.V8),
            Route.action(RESOURCES + ONE + "set_membership_sync_statuses/", AccountsApi::setSyncStatuses)
                    .only(ServerVersion.V8),
            Route.action(RESOURCES + ONE + "set_as_ok/", ResourcesApi::setOk).only(ServerVersion.V8),
            Route.action("marketplace-slurm-remote/" + ONE + "set_state/", ResourcesApi::setAllocationState)
                    .only(ServerVersion.V7),
            Route.list(USAGES, UsagesApi::list),
            Route.collectionAction(USAGES + "set_usage/", UsagesApi::set),
            Route.one(USAGES + ONE, UsagesApi::detail),
            Route.list(OFFERINGS, OfferingsApi::list),
            Route.one(OFFERINGS + ONE, OfferingsApi::detail),
            Route.list(PROVIDERS, MembershipApi::providers),
            Route.one(PROVIDERS + ONE + "project_permissions/", MembershipApi::projectPermissions),
            Route.one(PROVIDERS + ONE + "users/", MembershipApi::people),
            Route.list("marketplace-offering-users/", AccountsApi::offeringUsers),
            Route.one(OFFERINGS + ONE + "list_project_service_accounts/", AccountsApi::serviceAccounts)
                    .only(ServerVersion.V8),
            Route.one(OFFERINGS + ONE + "list_course_accounts/", AccountsApi::courseAccounts)
                    .only(ServerVersion.V8),
            Route.one("projects/" + ONE + "list_users/", MembershipApi::projectUsers),
            Route.list("users/me/", UsersApi::me),
            Route.list("version/", UsersApi::version));

    /** @param only the one version that has it; empty if all have */
    private record Route(
            String method,
            Pattern path,
            Optional<ServerVersion> only,
            BiFunction<Caller, Optional<String>, Answer> code) {

        static Route list(String path, Function<Caller, Answer> code) {
            return of("GET", path, (caller, ignored) -> code.apply(caller));
        }

        static Route one(String path, BiFunction<Caller, String, Answer> code) {
            return of("GET", path, (caller, uuid) -> code.apply(caller, uuid.orElseThrow()));
        }

        static Route action(String path, BiFunction<Caller, String, Answer> code) {
            return of("POST", path, (caller, uuid) -> code.apply(caller, uuid.orElseThrow()));
        }

        static Route collectionAction(String path, Function<Caller, Answer> code) {
            return of("POST", path, (caller, ignored) -> code.apply(caller));
        }

        private static Route of(String method, String path, BiFunction<Caller, Optional<String>, Answer> code) {
            var regex = "/api/" + path.replace("{uuid}", "([^/]+)");
            return new Route(method, Pattern.compile(regex), Optional.empty(), code);
        }

        Route only(ServerVersion version) {
            return new Route(method, path, Optional.of(version), code);
        }

        boolean isIn(ServerVersion version) {
            return only.isEmpty() || only.get() == version;
        }

        Answer answer(Caller caller) {
            Matcher matcher = path.matcher(caller.request().path());
            return code.apply(
                    caller,
                    matcher.matches() && matcher.groupCount() > 0 ? Optional.of(matcher.group(1)) : Optional.empty());
        }
    }

    private Router() {}

    /** @param authenticated turns the request into a caller, or refuses with 401 */
    static Answer answer(Request request, ServerVersion version, Function<Request, Caller> authenticated) {
        var known = matching(request.path()).toList();
        var here = known.stream().filter(r -> r.isIn(version)).toList();
        if (here.isEmpty()) {
            return unanswered(request, version, !known.isEmpty());
        }
        var method = request.method().equals("HEAD") ? "GET" : request.method();
        try {
            var caller = authenticated.apply(request);
            return here.stream()
                    .filter(r -> r.method().equals(method))
                    .findFirst()
                    .orElseThrow(() -> Refused.detail(405, "Method \"%s\" not allowed.".formatted(request.method())))
                    .answer(caller)
                    .with("Allow", allowed(here));
        } catch (Refused refused) {
            return refused.answer().with("Allow", allowed(here));
        }
    }

    /** A path without its slash is redirected; one of another version is missing, but nothing that we don't know. */
    private static Answer unanswered(Request request, ServerVersion version, boolean ofAnotherVersion) {
        if (!request.path().endsWith("/") && matching(request.path() + "/").anyMatch(r -> r.isIn(version))) {
            return Answer.empty(301).with("Location", request.path() + "/");
        }
        return ofAnotherVersion
                ? Refused.notFoundPage()
                : Refused.notFoundPage().toUnknownEndpoint();
    }

    private static Stream<Route> matching(String path) {
        return ROUTES.stream().filter(r -> r.path().matcher(path).matches());
    }

    private static String allowed(List<Route> routes) {
        return Stream.concat(
                        routes.stream()
                                .map(Route::method)
                                .distinct()
                                .flatMap(m -> m.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(m)),
                        Stream.of("OPTIONS"))
                .collect(Collectors.joining(", "));
    }
}
