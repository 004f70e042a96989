package io.siteagent.core.agent;

import java.util.List;

/**
 * An outcome in words.
 *
 * @param word stable name, for machines too
 * @param reason why; empty when there is nothing to explain
 */
public record OutcomeText(String word, String reason, List<String> changes) {

    public static OutcomeText of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var changes) -> new OutcomeText("done", "", changes);
            case Outcome.Unchanged() -> new OutcomeText("unchanged", "", List.of());
            case Outcome.Deferred(var reason, var changes) -> new OutcomeText("deferred", reason, changes);
            case Outcome.Failed(var reason, var changes) -> new OutcomeText("failed", reason, changes);
            case Outcome.Planned(var changes, var held) -> new OutcomeText("planned", String.join("; ", held), changes);
            case Outcome.Queued _ -> new OutcomeText("queued", "", List.of());
            case Outcome.Skipped(var reason) -> new OutcomeText("skipped", reason, List.of());
        };
    }
}
