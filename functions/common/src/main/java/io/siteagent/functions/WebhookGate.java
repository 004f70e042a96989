package io.siteagent.functions;

import io.siteagent.core.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets in who knows our secret: as the last part of the path, or as the password of Basic credentials, which is how
 * Waldur sends what stands before the {@code @} of the webhook's URL. Waldur itself signs nothing.
 */
final class WebhookGate {

    /** Largest body, in bytes; Waldur's are of a few KB. */
    static final int LARGEST_BODY = 256 * 1024;

    /** Length of the largest body in base64. */
    static final int LARGEST_PACKED = (LARGEST_BODY + 2) / 3 * 4;

    private static final String BASIC = "basic ";

    private WebhookGate() {}

    /** Takes the same time however much of a secret was guessed, and whichever secret was. */
    static boolean knowsSecret(FunctionEvent.Webhook call, List<Secret> secrets) {
        var offered = Stream.of(call.pathSecret(), call.authorization().flatMap(WebhookGate::password))
                .flatMap(Optional::stream)
                .map(WebhookGate::digest)
                .toList();
        boolean known = false;
        for (var secret : secrets) {
            var expected = digest(secret.value());
            for (var candidate : offered) {
                known |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return known;
    }

    private static Optional<String> password(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            var packed = authorization.substring(BASIC.length()).strip();
            var credentials = new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
            var colon = credentials.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(credentials.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Of one length for all, so that the comparison tells nothing about a secret's. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
