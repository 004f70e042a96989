package io.siteagent.sandbox.waldur;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that are the same in every run: made from what a thing is and what it is called. */
final class Uuids {

    private Uuids() {}

    /** 32 hex digits. */
    static String of(String kind, String name) {
        return Caller.hex(dashed(kind, name));
    }

    static String dashed(String kind, String name) {
        return UUID.nameUUIDFromBytes((kind + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
