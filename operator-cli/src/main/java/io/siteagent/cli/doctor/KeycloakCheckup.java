package io.siteagent.cli.doctor;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.keycloak.KeycloakFacts;
import io.siteagent.core.keycloak.KeycloakFacts.GroupsMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Keycloak: address and realm, the account and its rights, what Rancher will be told, names that must be unique. */
final class KeycloakCheckup {

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
        var missing = keycloak.missingRights();
        if (missing.isEmpty()) {
            findings.add(Finding.good("keycloak.rights", "the account sees users and groups"));
            return true;
        }
        findings.add(Finding.fault(
                "keycloak.rights",
                missing.get(),
                "lists come back empty instead of failing, so nothing that is \"not found\" can be believed",
                "Clients, realm-management, Roles: give the account manage-users"));
        return false;
    }

    private void mapper() {
        List<GroupsMapper> mappers;
        try {
            mappers = facts.groupsMappers();
        } catch (RemoteException failure) {
            findings.add(Finding.unknown(
                    "keycloak.mapper",
                    "the account may not view clients, so the groups mapper of Rancher's client was not looked at",
                    "see for yourself: claim groups, full path off, in ID token and userinfo; or give the account"
                            + " view-clients"));
            return;
        }
        var groups = mappers.stream()
                .filter(mapper -> mapper.claim().equals("groups"))
                .toList();
        var wrong = groups.stream()
                .filter(mapper -> mapper.fullPath() || !mapper.inIdToken() || !mapper.inUserInfo())
                .toList();
        if (groups.isEmpty()) {
            findings.add(Finding.warning(
                    "keycloak.mapper",
                    "no client of the realm maps groups into a claim `groups`",
                    "Rancher learns of no group, so nobody gets access",
                    "add a Group Membership mapper to Rancher's client: claim groups, full path off, in ID token and"
                            + " userinfo"));
        } else if (!wrong.isEmpty()) {
            findings.add(Finding.fault(
                    "keycloak.mapper",
                    "the groups mapper of client %s sends %s"
                            .formatted(wrong.getFirst().client(), complaint(wrong.getFirst())),
                    "Rancher takes other names from it than those that are bound, or none",
                    "set the mapper to full path off, in ID token and userinfo"));
        } else {
            findings.add(Finding.good("keycloak.mapper", "groups are mapped as Rancher wants them"));
        }
    }

    private static String complaint(GroupsMapper mapper) {
        return mapper.fullPath()
                ? "full paths"
                : mapper.inIdToken() ? "nothing in userinfo" : "nothing in the ID token";
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
