package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Transport;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who belongs to the projects of a whole offering, and what Waldur is told about it. Lists are read to their last page.
 * Failures are {@link RemoteException}s. Thread-safe.
 */
public final class MembershipApi {

    private static final String OFFERINGS = "marketplace-provider-offerings";
    private static final String PROVIDERS = "marketplace-service-providers";
    private static final String RESOURCES = "marketplace-provider-resources";

    /** Answers of a server that does not have an action, or has it switched off. */
    private static final Set<Integer> NOT_OFFERED = Set.of(404, 405, 409);

    private final Transport transport;

    MembershipApi(Transport transport) {
        this.transport = transport;
    }

    /**
     * A role of a person in a project; a person has one row for each role.
     *
     * @param member without a name in the offering, which this list does not tell
     */
    public record Permission(WaldurUuid project, TeamMember member) {}

    /** State of one person's access, as Waldur shows it. */
    public record SyncStatus(WaldurUuid user, String roleName, State state) {

        /** How far a person's access is. */
        public enum State {
            SYNCED("synced"),
            MISSING("missing_in_idp");

            private final String wireName;

            State(String wireName) {
                this.wireName = wireName;
            }
        }
    }

    /** The service provider that the offering belongs to; empty when the account does not see it. */
    public Optional<WaldurUuid> provider(WaldurUuid offering) {
        var customer = transport.call(
                Exchange.get("read offering", offering.hex(), "api", OFFERINGS, offering.hex(), "")
                        .query("field", "customer_uuid"),
                answer -> answer.json().required("customer_uuid", WaldurUuid::of));
        var list = Exchange.get("list service providers", customer.hex(), "api", PROVIDERS, "")
                .query("customer_uuid", customer.hex());
        record Provider(WaldurUuid uuid, WaldurUuid customer) {}
        return WaldurList.read(
                        transport,
                        WaldurJson.trimmed(list, List.of("uuid", "customer_uuid")),
                        json -> new Provider(
                                json.required("uuid", WaldurUuid::of), json.required("customer_uuid", WaldurUuid::of)),
                        Provider::uuid)
                .stream()
                .filter(provider -> provider.customer().equals(customer))
                .map(Provider::uuid)
                .findFirst();
    }

    /** Every role in every project that uses the provider's resources. Roles of deactivated people are among them. */
    public List<Permission> permissions(WaldurUuid provider) {
        var list = Exchange.get(
                "list project permissions",
                provider.hex(),
                "api",
                PROVIDERS,
                provider.hex(),
                "project_permissions",
                "");
        return WaldurList.read(
                transport,
                WaldurJson.trimmed(
                        list,
                        List.of("project_uuid", "user_uuid", "user_username", "role", "role_name", "expiration_time")),
                MembershipApi::permission,
                permission -> permission);
    }

    private static Permission permission(JsonValues json) {
        return new Permission(
                json.required("project_uuid", WaldurUuid::of),
                new TeamMember(
                        json.required("user_uuid", WaldurUuid::of),
                        json.text("user_username"),
                        Optional.empty(),
                        json.optionalText("role").or(() -> json.optionalText("role_name")),
                        json.optional("expiration_time", WaldurJson::instant)));
    }

    /** People with a role in a project that uses the provider's resources. */
    public Set<WaldurUuid> people(WaldurUuid provider) {
        var list = Exchange.get("list people", provider.hex(), "api", PROVIDERS, provider.hex(), "users", "");
        return new HashSet<>(WaldurList.read(
                transport,
                list.query("field", "uuid"),
                json -> json.required("uuid", WaldurUuid::of),
                person -> person));
    }

    /** Names in the offering by person; people without a name are left out. */
    public Map<WaldurUuid, String> usernames(WaldurUuid offering) {
        var list = Exchange.get("list offering users", offering.hex(), "api", "marketplace-offering-users", "")
                .query("offering_uuid", offering.hex());
        record OfferingUser(WaldurUuid uuid, WaldurUuid offering, WaldurUuid user, Optional<String> name) {}
        var names = new HashMap<WaldurUuid, String>();
        WaldurList.read(
                        transport,
                        WaldurJson.trimmed(list, List.of("uuid", "offering_uuid", "user_uuid", "username")),
                        json -> new OfferingUser(
                                json.required("uuid", WaldurUuid::of),
                                json.required("offering_uuid", WaldurUuid::of),
                                json.required("user_uuid", WaldurUuid::of),
                                json.optionalText("username")),
                        OfferingUser::uuid)
                .stream()
                .filter(user -> user.offering().equals(offering))
                .forEach(user -> user.name().ifPresent(name -> names.put(user.user(), name)));
        return names;
    }

    /** Service and course accounts of all projects; none where the server does not know such accounts. */
    public List<ProjectAccount> accounts(WaldurUuid offering) {
        return Stream.of("list_project_service_accounts", "list_course_accounts")
                .flatMap(list -> accounts(offering, list).stream())
                .toList();
    }

    private List<ProjectAccount> accounts(WaldurUuid offering, String kind) {
        var list = Exchange.get("list accounts", offering.hex(), "api", OFFERINGS, offering.hex(), kind, "");
        try {
            return WaldurList.read(
                    transport,
                    WaldurJson.trimmed(list, List.of("uuid", "project_uuid", "username", "state")),
                    MembershipApi::account,
                    ProjectAccount::uuid);
        } catch (RemoteException failure) {
            if (isNotOffered(failure)) {
                return List.of();
            }
            throw failure;
        }
    }

    private static ProjectAccount account(JsonValues json) {
        return new ProjectAccount(
                json.required("uuid", WaldurUuid::of),
                json.required("project_uuid", WaldurUuid::of),
                json.optionalText("username").orElse(""),
                json.optionalText("state").filter("OK"::equals).isPresent());
    }

    /**
     * Says how far the access of each person is; replaces what was said before.
     *
     * @return whether the server takes it; false when it does not know it or has it switched off for the offering
     */
    public boolean setSyncStatuses(WaldurUuid resource, List<SyncStatus> statuses) {
        var rows = statuses.stream()
                .map(status -> Map.of(
                        "scope_type",
                        "resource",
                        "role_name",
                        status.roleName(),
                        "state",
                        status.state().wireName,
                        "user_uuid",
                        status.user().hex(),
                        "message",
                        ""))
                .toList();
        return offered(Exchange.repeatablePost(
                "set membership sync statuses",
                resource.hex(),
                Map.of("statuses", rows),
                "api",
                RESOURCES,
                resource.hex(),
                "set_membership_sync_statuses",
                ""));
    }

    /**
     * Erred → OK.
     *
     * @return whether the server knows how; true also when the resource is not Erred any more (409)
     */
    public boolean setAsOk(WaldurUuid resource) {
        var exchange = Exchange.repeatablePost(
                "set resource ok", resource.hex(), Map.of(), "api", RESOURCES, resource.hex(), "set_as_ok", "");
        try {
            transport.call(exchange, Answer.DONE);
            return true;
        } catch (RemoteException failure) {
            if (!isNotOffered(failure)) {
                throw failure;
            }
            return failure.status().orElse(0) == HttpURLConnection.HTTP_CONFLICT;
        }
    }

    private boolean offered(Exchange exchange) {
        try {
            transport.call(exchange, Answer.DONE);
            return true;
        } catch (RemoteException failure) {
            if (isNotOffered(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static boolean isNotOffered(RemoteException failure) {
        return NOT_OFFERED.contains(failure.status().orElse(0));
    }
}
