package io.siteagent.core.agent;

import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.http.Faults;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Goes wrong once, at the n-th call from now on; tells afterwards whether there was such a call. */
interface Mishap {

    BooleanSupplier at(int call, Faults faults);

    /** Everything that may befall a call. */
    static Stream<Named<Mishap>> all() {
        return Stream.of(
                once("500", Fault.status(500, "{}")),
                once("503 with Retry-After", Fault.retryAfter(503, Duration.ZERO)),
                once("429 with Retry-After", Fault.retryAfter(429, Duration.ZERO)),
                once("401", Fault.status(401, "{\"detail\":\"Invalid token.\"}")),
                once("reset before the call took effect", Fault.dropped()),
                once("reset after the call took effect", Fault.answerLost()),
                once("500 after the call took effect", Fault.errorAfterEffect()),
                once("an answer later than the time limit", Fault.after(Mishap::beLate)),
                once("truncated JSON", Fault.truncated(7)),
                once("HTML instead of JSON", Fault.html(200)),
                death("process death before the call", Effect.NONE),
                death("process death after the call", Effect.TAKEN));
    }

    private static Named<Mishap> once(String name, Fault fault) {
        return Named.of(name, (call, faults) -> {
            var rule = faults.onAny().path("").nth(call).then(fault);
            return () -> rule.fired() > 0;
        });
    }

    private static void beLate() {
        LockSupport.parkNanos(Centre.LONGER_THAN_A_CALL_MAY_TAKE.toNanos());
    }

    private static Named<Mishap> death(String name, Effect effect) {
        return Named.of(name, (call, faults) -> {
            faults.killAt(call, effect);
            return () -> faults.callsSinceKillSet() >= call;
        });
    }
}
