package io.siteagent.sandbox.http;

import java.time.Duration;

/** What can go wrong with a call. */
public sealed interface Fault {

    /** The answer is this one, and the call takes no effect. */
    record AnswerInstead(Answer answer) implements Fault {}

    /** The connection is dropped before the call takes effect. */
    record DropBefore() implements Fault {}

    /** The call takes effect, but its answer is lost. */
    record DropAfter() implements Fault {}

    /** The call takes effect, but this is answered. */
    record AnswerAfter(Answer answer) implements Fault {}

    /** The call is answered late. */
    record Delay(Duration duration) implements Fault {}

    /** The body of the answer is cut in half, while its length is announced in full. */
    record Truncate() implements Fault {}

    /** Something happens just before the call takes effect: somebody else was faster. */
    record Meanwhile(Runnable event) implements Fault {}
}
