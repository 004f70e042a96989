package io.siteagent.core.tenancy;

import io.siteagent.core.keycloak.User;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whom Waldur knows, whatever their projects are: members of a group who are none of them were put there by an
 * administrator.
 */
public final class Acquaintance {

    public static final Acquaintance NONE = new Acquaintance(Set.of());

    private final Map<Identity.Kind, Set<String>> known = new HashMap<>();

    public Acquaintance(Collection<Identity> identities) {
        identities.forEach(identity ->
                known.computeIfAbsent(identity.kind(), _ -> new HashSet<>()).add(identity.value()));
    }

    boolean includes(User user) {
        return known.entrySet().stream()
                .anyMatch(kind -> Identity.keyOf(user, kind.getKey())
                        .filter(kind.getValue()::contains)
                        .isPresent());
    }
}
