package io.siteagent.core.http;

import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Request;

/** Travels with a request and tells whether any of it may have reached the server. */
final class Sent {

    private final AtomicBoolean sent = new AtomicBoolean();

    /** To be called when a connection stands and before the first byte is written to it. */
    static void mark(Request request) {
        var mark = request.tag(Sent.class);
        if (mark != null) {
            mark.sent.set(true);
        }
    }

    boolean maybe() {
        return sent.get();
    }
}
