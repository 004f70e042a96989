package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.keycloak.User;
import java.util.Optional;

/**
 * How a person of Waldur is found in Keycloak.
 *
 * @param person Waldur's UUID of the person, which messages use instead of a name
 * @param kind which of Keycloak's keys the value is
 * @param value user id, lower-case username, or value of the configured attribute
 */
public record Identity(WaldurUuid person, Kind kind, String value) {

    /** Which of Keycloak's keys an identity uses. */
    public enum Kind {
        ID,
        USERNAME,
        ATTRIBUTE
    }

    /** Whether the user is the one that is meant. */
    public boolean matches(User user) {
        return keyOf(user, kind).filter(value::equals).isPresent();
    }

    /** What an identity of that kind would hold for the user. */
    static Optional<String> keyOf(User user, Kind kind) {
        return switch (kind) {
            case ID -> Optional.of(user.id());
            case USERNAME -> Optional.of(user.username());
            case ATTRIBUTE -> user.attribute();
        };
    }
}
