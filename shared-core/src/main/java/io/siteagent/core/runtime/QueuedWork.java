package io.siteagent.core.runtime;

/**
 * A message as it came from the queue; its text is looked at when its turn comes.
 *
 * @param id names the message in the answer to the queue
 * @param receipt proves that it was received; needed to change when it shows again
 * @param receives how often it was handed out so far, this time included
 */
public record QueuedWork(String id, String receipt, String text, String group, int receives) {

    @Override
    public String toString() {
        return "message " + id;
    }
}
