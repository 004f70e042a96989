package io.siteagent.core.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something to look at, as it is put on the queue.
 *
 * @param group pieces of one group are worked on one after another, those of different groups at the same time; a
 *     resource is a group, so that it has one writer at a time (law 10)
 * @param cause what made us look: of two pieces with the same trigger and the same cause, the queue may drop the later
 *     one. A cause must therefore be new whenever something may have changed: the run of a sweep, the moment of an
 *     event
 */
public record Work(Trigger trigger, String group, String cause) {

    /** Tells repetitions of one piece from a new one; says nothing about what it is made of. */
    public String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(
                            (cause + '\n' + TriggerJson.write(trigger)).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
