package io.siteagent.cli.doctor;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.keycloak.GroupsClaim;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.keycloak.KeycloakFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Keycloak: address and realm, the account and its rights, what Rancher will be told, names that must be unique. */
final class KeycloakCheckup {

    private static final String CLAIM = "keycloak.mapper";
    private static final String RIGHTS = "Clients, realm-management, Roles: give the account manage-users";

    private final KeycloakSettings settings;
    private final KeycloakFacts facts;
    private final KeycloakClient keycloak;
    private final Collection<String> groupNames;
    private final List<Finding> findings = new ArrayList<>();

    /** @param groupNames of the groups that are ours, or will be */
    KeycloakCheckup(
            KeycloakSettings settings, KeycloakFacts facts, KeycloakClient keycloak, Collection<String> groupNames) {
        this.settings = settings;
        this.facts = facts;
        this.keycloak = keycloak;
        this.groupNames = new TreeSet<>(groupNames);
    }

    List<Finding> run() {
        try {
            if (address() && realm() && login() && rights()) {
                mapper();
                uniqueNames();
            }
        } catch (RemoteException failure) {
            findings.add(Finding.fault(
                    "keycloak.address",
                    String.valueOf(failure.getMessage()),
                    "no group and no member can be read or changed",
                    "check keycloak_url, and that this machine may reach it"));
        }
        return findings;
    }

    private boolean address() {
        if (facts.serves(settings.loginRealm())) {
            findings.add(Finding.good("keycloak.address", "Keycloak answers at the configured address"));
            return true;
        }
        var better = facts.betterAddress(settings.loginRealm());
        if (better.isPresent()) {
            findings.add(Finding.fault(
                    "keycloak.address",
                    "Keycloak is not at the configured address, but at " + better.get(),
                    "no group and no member can be read or changed",
                    "set keycloak_url to " + better.get()));
            return false;
        }
        findings.add(Finding.fault(
                "keycloak.realm",
                "Keycloak serves no realm %s to log in to".formatted(settings.loginRealm()),
                "the agent's account can't log in",
                "set keycloak_user_realm to the realm of the agent's account, or correct keycloak_url"));
        return false;
    }

    private boolean realm() {
        if (facts.serves(settings.realm())) {
            findings.add(Finding.good("keycloak.realm", "realm %s is there".formatted(settings.realm())));
            return true;
        }
        findings.add(Finding.fault(
                "keycloak.realm",
                "Keycloak serves no realm " + settings.realm(),
                "groups and members have nowhere to be",
                "set keycloak_realm to the realm that Rancher logs in with"));
        return false;
    }

    private boolean login() {
        try {
            facts.logIn();
            findings.add(Finding.good("keycloak.login", "the account logs in to realm " + settings.loginRealm()));
            return true;
        } catch (RemoteException failure) {
            findings.add(Finding.fault(
                    "keycloak.login",
                    String.valueOf(failure.getMessage()),
                    "no group and no member can be read or changed",
                    "check the account and its secret; a user also needs a verified e-mail address and no required"
                            + " action; prefer keycloak_client_id and keycloak_client_secret"));
            return false;
        }
    }

    private boolean rights() {
        var unseen = keycloak.missingRights();
        if (unseen.isPresent()) {
            findings.add(Finding.fault(
                    "keycloak.rights",
                    unseen.get(),
                    "lists come back empty instead of failing, so nothing that is \"not found\" can be believed",
                    RIGHTS));
            return false;
        }
        findings.add(facts.missingRightsToChange()
                .map(missing -> Finding.fault(
                        "keycloak.rights",
                        missing,
                        "who joins a project gets no access, and who leaves it keeps it",
                        RIGHTS))
                .orElseGet(() -> Finding.good("keycloak.rights", "the account sees and may change users' groups")));
        return true;
    }

    private void mapper() {
        findings.add(
                switch (facts.groupsClaim()) {
                    case GroupsClaim.Sent(var client) ->
                        Finding.good(CLAIM, "client %s maps groups as Rancher wants them".formatted(client));
                    case GroupsClaim.Either(var client, var other) ->
                        Finding.warning(
                                CLAIM,
                                "client %s maps groups as Rancher wants them, client %s sends %s"
                                        .formatted(client, other.client(), other.what()),
                                "if the second is Rancher's, nobody gets access",
                                "see that %s is Rancher's client".formatted(client));
                    case GroupsClaim.Spoiled(var client, var what) ->
                        Finding.fault(
                                CLAIM,
                                "the groups mapper of client %s sends %s".formatted(client, what),
                                "Rancher takes other names from it than those that are bound, or none",
                                "set the mapper to full path off, in ID token and userinfo");
                    case GroupsClaim.Missing _ ->
                        Finding.warning(
                                CLAIM,
                                "no client of the realm maps groups into a claim `groups`",
                                "Rancher learns of no group, so nobody gets access",
                                "add a Group Membership mapper to Rancher's client: claim groups, full path off, in ID"
                                        + " token and userinfo");
                    case GroupsClaim.Hidden _ ->
                        Finding.unknown(
                                CLAIM,
                                "the account may not view clients, so the groups mapper of Rancher's client was not"
                                        + " looked at",
                                "see for yourself: claim groups, full path off, in ID token and userinfo; or give the"
                                        + " account view-clients");
                });
    }

    private void uniqueNames() {
        var twice = groupNames.stream()
                .filter(name -> keycloak.groupsNamed(name).size() > 1)
                .toList();
        if (twice.isEmpty()) {
            findings.add(Finding.good("keycloak.groups", "names of groups are unique"));
        } else {
            findings.add(Finding.fault(
                    "keycloak.groups",
                    "several groups are called " + String.join(", ", twice),
                    "Rancher tells groups by name only: members of the other group get access too",
                    "rename or delete those that are not ours; siteagent inventory lists them"));
        }
    }
}
