package io.siteagent.sandbox.http;

import java.util.List;
import java.util.stream.Collectors;

/** What the faults of one call do to it, before and after it takes effect. */
final class Treatment {

    private final List<Fault> faults;

    Treatment(List<Fault> faults) {
        this.faults = faults;
    }

    void before() {
        for (var fault : faults) {
            switch (fault) {
                case Fault.Delay(var duration) -> LoopbackServer.pause(duration);
                case Fault.Meanwhile(var event) -> event.run();
                case Fault.AnswerInstead _,
                        Fault.DropBefore _,
                        Fault.DropAfter _,
                        Fault.AnswerAfter _,
                        Fault.Truncate _ -> {}
            }
        }
    }

    boolean takesEffect() {
        return faults.stream()
                .noneMatch(fault -> fault instanceof Fault.AnswerInstead || fault instanceof Fault.DropBefore);
    }

    /** The answer as it is shown to the caller; status 0 drops the connection. */
    Answer after(Answer answer) {
        var shown = answer;
        for (var fault : faults) {
            shown = switch (fault) {
                case Fault.AnswerInstead(var other) -> other;
                case Fault.AnswerAfter(var other) -> other;
                case Fault.DropBefore _, Fault.DropAfter _ -> Answer.empty(0);
                case Fault.Delay _, Fault.Meanwhile _, Fault.Truncate _ -> shown;
            };
        }
        return shown;
    }

    boolean truncates() {
        return faults.stream().anyMatch(Fault.Truncate.class::isInstance);
    }

    String describe() {
        return faults.stream().map(fault -> fault.getClass().getSimpleName()).collect(Collectors.joining(", "));
    }
}
