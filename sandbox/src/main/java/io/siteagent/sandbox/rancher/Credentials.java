package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The API keys that Rancher knows, and who a request comes from. */
final class Credentials {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    /** Who asks. */
    sealed interface Caller {}

    /** No Authorization header at all, which some paths answer differently from a wrong one. */
    record Anonymous() implements Caller {}

    /** A key that is wrong, expired or was never one. */
    record Stranger() implements Caller {}

    /** @param cluster the only cluster this key is good for; empty for a key that is not scoped */
    record User(String id, Rights rights, Optional<String> cluster) implements Caller {}

    private record Key(String secret, String user, Rights rights, Optional<String> cluster, boolean expired) {}

    private final Map<String, Key> keys = new TreeMap<>();

    void add(String token, String user, Rights rights, Optional<String> cluster) {
        keys.put(nameOf(token), new Key(secretOf(token), user, rights, cluster, false));
    }

    void expire(String token) {
        keys.computeIfPresent(
                nameOf(token), (name, key) -> new Key(key.secret, key.user, key.rights, key.cluster, true));
    }

    void remove(String token) {
        keys.remove(nameOf(token));
    }

    Caller caller(Request request) {
        var header = request.header("Authorization");
        if (header.isEmpty()) {
            return new Anonymous();
        }
        return token(header.get()).flatMap(this::user).<Caller>map(user -> user).orElseGet(Stranger::new);
    }

    ObjectNode dump() {
        var node = Json.object();
        keys.forEach((name, key) -> {
            var entry = node.putObject(name)
                    .put("secret", key.secret)
                    .put("user", key.user)
                    .put("rights", key.rights.name())
                    .put("expired", key.expired);
            key.cluster.ifPresent(cluster -> entry.put("cluster", cluster));
        });
        return node;
    }

    void load(JsonNode node) {
        keys.clear();
        node.properties()
                .forEach(entry -> keys.put(
                        entry.getKey(),
                        new Key(
                                entry.getValue().path("secret").asText(),
                                entry.getValue().path("user").asText(),
                                Rights.valueOf(entry.getValue().path("rights").asText(Rights.OWNER.name())),
                                Json.text(entry.getValue(), "cluster"),
                                entry.getValue().path("expired").asBoolean())));
    }

    private Optional<User> user(String token) {
        return Optional.ofNullable(keys.get(nameOf(token)))
                .filter(key -> !key.expired && key.secret.equals(secretOf(token)))
                .map(key -> new User(key.user, key.rights, key.cluster));
    }

    private static Optional<String> token(String header) {
        var scheme = header.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        if (!scheme.startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            // Rancher decodes with the URL-safe alphabet, so a header with + or / is no credential to it.
            var decoded = Base64.getUrlDecoder()
                    .decode(header.substring(BASIC.length()).strip());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException otherAlphabet) {
            return Optional.empty();
        }
    }

    private static String nameOf(String token) {
        int colon = token.indexOf(':');
        return colon < 0 ? token : token.substring(0, colon);
    }

    private static String secretOf(String token) {
        return token.substring(token.indexOf(':') + 1);
    }
}
