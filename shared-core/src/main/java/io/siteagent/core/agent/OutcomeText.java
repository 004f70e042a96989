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
            case Outcome.Deferred(var reason) -> new OutcomeText("deferred", reason, List.of());
            case Outcome.Failed(var reason) -> new OutcomeText("failed", reason, List.of());
            case Outcome.Queued _ -> new OutcomeText("queued", "", List.of());
            case Outcome.Skipped(var reason) -> new OutcomeText("skipped", reason, List.of());
        };
    }
}
