package io.siteagent.core.keycloak;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether Rancher learns the groups of those who log in, as far as the realm's clients tell: which of them is Rancher's
 * is not known here. Rancher takes each value of the claim {@code groups} as a name, unless there is a claim
 * {@code full_group_path}: then it takes every part of every path. It reads userinfo, and since 2.14 the ID token.
 */
public sealed interface GroupsClaim {

    /**
     * How a client puts groups into a claim, by a mapper of its own or by that of a scope that it always has.
     *
     * @param client its client id
     * @param fullPath whether names are sent as paths
     */
    record Mapper(String client, String claim, boolean fullPath, boolean inIdToken, boolean inUserInfo) {

        private boolean isOfNames() {
            return claim.equals("groups");
        }

        private boolean isOfPaths() {
            return claim.equals("full_group_path");
        }

        private boolean isSent() {
            return inIdToken && inUserInfo;
        }
    }

    /** A client sends what Rancher wants, and none sends anything else. */
    record Sent(String client) implements GroupsClaim {}

    /** One client does and another does not: all is well if the first is Rancher's. */
    record Either(String client, Spoiled other) implements GroupsClaim {}

    /**
     * A client has the claim, and sends something else in it.
     *
     * @param what {@code "full paths"}
     */
    record Spoiled(String client, String what) implements GroupsClaim {}

    /** No client has the claim. */
    record Missing() implements GroupsClaim {}

    /** The account may not view clients. */
    record Hidden() implements GroupsClaim {}

    /** What follows from the mappers of all clients. */
    static GroupsClaim of(Collection<Mapper> mappers) {
        var byClient = mappers.stream()
                .filter(mapper -> mapper.isOfNames() || mapper.isOfPaths())
                .collect(Collectors.groupingBy(Mapper::client));
        var claims = byClient.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(client -> ofClient(client.getKey(), client.getValue()))
                .toList();
        var sent = first(claims, Sent.class);
        var spoiled = first(claims, Spoiled.class);
        if (sent.isPresent() && spoiled.isPresent()) {
            return new Either(sent.get().client(), spoiled.get());
        }
        return Stream.concat(sent.stream(), spoiled.stream())
                .<GroupsClaim>map(claim -> claim)
                .findFirst()
                .orElseGet(Missing::new);
    }

    private static <C extends GroupsClaim> Optional<C> first(List<GroupsClaim> claims, Class<C> kind) {
        return claims.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static GroupsClaim ofClient(String client, List<Mapper> mappers) {
        if (mappers.stream().anyMatch(mapper -> mapper.isSent() && (mapper.isOfPaths() || !mapper.fullPath()))) {
            return new Sent(client);
        }
        var names = mappers.stream().filter(Mapper::isOfNames).findFirst().orElseGet(mappers::getFirst);
        if (names.isOfNames() && names.fullPath()) {
            return new Spoiled(client, "full paths");
        }
        return new Spoiled(client, names.inIdToken() ? "nothing in userinfo" : "nothing in the ID token");
    }
}
