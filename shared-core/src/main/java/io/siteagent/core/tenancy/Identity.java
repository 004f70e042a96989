package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.keycloak.User;
import io.siteagent.core.waldur.TeamMember;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a person of Waldur is found in Keycloak.
 *
 * @param person Waldur's UUID of the person, which messages use instead of a name
 * @param kind which of Keycloak's keys the value is
 * @param value user id, or lower-case username
 */
public record Identity(WaldurUuid person, Kind kind, String value) {

    /** Which of Keycloak's keys an identity uses. */
    public enum Kind {
        ID,
        USERNAME
    }

    /** Ids are UUIDs; those of federated users start with {@code f:}. */
    private static final Pattern USER_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|f:[^/\\s]+");

    /**
     * The rule of {@code keycloak_use_user_id}. True: the first of offering username and Waldur username that has the
     * shape of a user id; failing that, the offering username is looked up by name, as the predecessor does. False: the
     * offering username, else Waldur's.
     *
     * @return empty when nothing identifies the person
     */
    static Optional<Identity> of(TeamMember member, boolean useUserId) {
        var offeringName = member.offeringUsername().filter(name -> !name.isBlank());
        var waldurName = Optional.of(member.username()).filter(name -> !name.isBlank());
        if (useUserId) {
            return offeringName
                    .filter(Identity::looksLikeId)
                    .or(() -> waldurName.filter(Identity::looksLikeId))
                    .map(id -> new Identity(member.uuid(), Kind.ID, id))
                    .or(() -> offeringName.map(name -> byUsername(member.uuid(), name)));
        }
        return offeringName.or(() -> waldurName).map(name -> byUsername(member.uuid(), name));
    }

    private static Identity byUsername(WaldurUuid person, String name) {
        return new Identity(person, Kind.USERNAME, name.toLowerCase(Locale.ROOT));
    }

    private static boolean looksLikeId(String name) {
        return USER_ID.matcher(name).matches();
    }

    boolean matches(User user) {
        return switch (kind) {
            case ID -> user.id().equals(value);
            case USERNAME -> user.username().equalsIgnoreCase(value);
        };
    }
}
