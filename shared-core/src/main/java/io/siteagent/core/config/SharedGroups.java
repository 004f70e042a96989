package io.siteagent.core.config;

import static io.siteagent.core.config.MembershipSettings.ANY_ROLE;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Two offerings of one cluster share the group of a Waldur project and Rancher role. If they disagree about who belongs
 * into it, each would undo what the other does, and people would lose and get access in turn.
 */
final class SharedGroups {

    private static final String NAME_OF_EACH_RESOURCE = "{resource_uuid_hex}";

    private SharedGroups() {}

    /** The key of the second offering by which it disagrees with the first; empty when they can live side by side. */
    static Optional<String> disagreement(Offering one, Offering other) {
        if (!shareNames(one, other)) {
            return Optional.empty();
        }
        var shared = new TreeSet<>(roles(one).values());
        shared.retainAll(roles(other).values());
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        if (shared.stream().anyMatch(role -> !sameMembers(role, roles(one), roles(other)))) {
            return Optional.of("role_map");
        }
        if (!one.membership().userAttribute().equals(other.membership().userAttribute())) {
            return Optional.of("keycloak_user_attribute");
        }
        if (byUserId(one) != byUserId(other)) {
            return Optional.of("keycloak_use_user_id");
        }
        return one.membership().unmanaged() == other.membership().unmanaged()
                ? Optional.empty()
                : Optional.of("unmanaged_members");
    }

    private static boolean shareNames(Offering one, Offering other) {
        return one.keycloak().isPresent()
                && other.keycloak().isPresent()
                && one.keycloak().get().baseUri().equals(other.keycloak().get().baseUri())
                && one.keycloak().get().realm().equals(other.keycloak().get().realm())
                && one.rancher().clusterId().equals(other.rancher().clusterId())
                && one.groupNames().equals(other.groupNames())
                && !one.groupNames().child().contains(NAME_OF_EACH_RESOURCE);
    }

    private static boolean byUserId(Offering offering) {
        return offering.keycloak().map(KeycloakSettings::useUserId).orElse(false);
    }

    private static Map<String, String> roles(Offering offering) {
        var map = offering.membership().roleMap();
        return map.isEmpty() ? Map.of(ANY_ROLE, offering.defaultRole()) : map;
    }

    private static boolean sameMembers(String role, Map<String, String> one, Map<String, String> other) {
        return namedIn(one, other).stream()
                .allMatch(waldurRole -> gives(one, waldurRole, role) == gives(other, waldurRole, role));
    }

    private static Set<String> namedIn(Map<String, String> one, Map<String, String> other) {
        return Stream.of(one.keySet(), other.keySet(), Set.of(ANY_ROLE))
                .collect(HashSet::new, Set::addAll, Set::addAll);
    }

    private static boolean gives(Map<String, String> roles, String waldurRole, String role) {
        return role.equals(roles.getOrDefault(waldurRole, roles.get(ANY_ROLE)));
    }
}
