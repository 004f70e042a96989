package io.siteagent.functions;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Carries an event through Spring Cloud Function unseen. The adapter looks into events: it takes a key {@code payload}
 * for the whole event, makes the headers of an HTTP call, which anybody can send, headers of its own message, and
 * returns them with the answer.
 */
final class Envelope {

    private static final String BEFORE = "{\"event\":\"";
    private static final String AFTER = "\"}";

    private Envelope() {}

    static byte[] seal(byte[] event) {
        return (BEFORE + Base64.getEncoder().encodeToString(event) + AFTER).getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalArgumentException if it was not sealed here */
    static byte[] open(byte[] sealed) {
        var text = new String(sealed, StandardCharsets.US_ASCII);
        if (!text.startsWith(BEFORE) || !text.endsWith(AFTER)) {
            throw new IllegalArgumentException("the event did not come through the function's handler");
        }
        return Base64.getDecoder().decode(text.substring(BEFORE.length(), text.length() - AFTER.length()));
    }
}
