package io.siteagent.core.tenancy;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.waldur.ProjectAccount;
import io.siteagent.core.waldur.TeamMember;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule by which people of Waldur are found in Keycloak.
 *
 * @param useUserId {@code keycloak_use_user_id}
 * @param byAttribute whether an attribute of Keycloak's users holds Waldur's username; goes before the other rule
 */
public record Identities(boolean useUserId, boolean byAttribute) {

    /** Ids are UUIDs; those of federated users start with {@code f:}. */
    private static final Pattern USER_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|f:[^/\\s]+");

    public static Identities of(KeycloakSettings keycloak, MembershipSettings membership) {
        return new Identities(keycloak.useUserId(), membership.userAttribute().isPresent());
    }

    /**
     * The rule of {@code keycloak_use_user_id}. True: the first of offering username and Waldur username that has the
     * shape of a user id; failing that, the offering username is looked up by name, as the predecessor does. False: the
     * offering username, else Waldur's. With an attribute, it is Waldur's username that the attribute holds.
     *
     * @return empty when nothing identifies the person
     */
    public Optional<Identity> of(TeamMember member) {
        var offeringName = member.offeringUsername().filter(name -> !name.isBlank());
        var waldurName = Optional.of(member.username()).filter(name -> !name.isBlank());
        if (byAttribute) {
            return waldurName.map(name -> new Identity(member.uuid(), Identity.Kind.ATTRIBUTE, name));
        }
        if (useUserId) {
            return offeringName
                    .filter(Identities::looksLikeId)
                    .or(() -> waldurName.filter(Identities::looksLikeId))
                    .map(id -> new Identity(member.uuid(), Identity.Kind.ID, id))
                    .or(() -> offeringName.map(name -> byUsername(member.uuid(), name)));
        }
        return offeringName.or(() -> waldurName).map(name -> byUsername(member.uuid(), name));
    }

    /** Accounts are not people of Waldur's: their name is one of Keycloak's, or a user id. */
    Identity of(ProjectAccount account) {
        return useUserId && looksLikeId(account.username())
                ? new Identity(account.uuid(), Identity.Kind.ID, account.username())
                : byUsername(account.uuid(), account.username());
    }

    private static Identity byUsername(WaldurUuid person, String name) {
        return new Identity(person, Identity.Kind.USERNAME, name.toLowerCase(Locale.ROOT));
    }

    private static boolean looksLikeId(String name) {
        return USER_ID.matcher(name).matches();
    }
}
