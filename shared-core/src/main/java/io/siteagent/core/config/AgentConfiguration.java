package io.siteagent.core.config;

import java.util.List;

/**
 * Everything that one installation is configured to do.
 *
 * @param offerings offerings whose document is valid
 * @param problems what is wrong, every problem at once, each naming the offering and the key; one broken offering does
 *     not stop the others
 * @param notices what was understood but has no effect here, for the operator to read
 * @param webhookSecrets any of them proves that a webhook is from our Waldur; none, and no webhook is believed
 */
public record AgentConfiguration(
        List<Offering> offerings, List<Problem> problems, List<String> notices, List<Secret> webhookSecrets) {

    /** A configuration without a webhook. */
    public AgentConfiguration(List<Offering> offerings, List<Problem> problems, List<String> notices) {
        this(offerings, problems, notices, List.of());
    }

    /**
     * One thing that is wrong in a configuration.
     *
     * @param where offering and key: {@code offerings[0] "gpu": backend_settings.cluster_id}
     * @param what what is wrong and what to write instead; never holds a secret's value
     */
    public record Problem(String where, String what) {
        @Override
        public String toString() {
            return where + ": " + what;
        }
    }
}
