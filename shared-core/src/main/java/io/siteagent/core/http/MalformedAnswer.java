package io.siteagent.core.http;

import java.io.Serial;

/**
 * An answer does not have the documented shape. Thrown while it is decoded; the transport turns it into a
 * {@link RemoteException} that also tells of which call.
 */
public final class MalformedAnswer extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String what;

    /** @param what what is wrong, naming the field and never its value */
    public MalformedAnswer(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    /** What is wrong with it; names fields, never holds a value. */
    public String what() {
        return what;
    }
}
