package io.siteagent.sandbox.lambda;

import java.io.IOException;

/** A function as those see it who invoke it. */
@FunctionalInterface
public interface Invocation {

    /**
     * Hands over an event and waits for the answer.
     *
     * @throws IOException if the function ended with an error
     */
    String invoke(String event) throws IOException;
}
