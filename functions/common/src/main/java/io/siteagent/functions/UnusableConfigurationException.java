package io.siteagent.functions;

import io.siteagent.core.config.AgentConfiguration.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** No offering of the configuration can be served; the message lists every problem. */
final class UnusableConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableConfigurationException(List<Problem> problems) {
        super(
                problems.isEmpty()
                        ? "the configuration has no offerings: put one below the prefix, see docs/configuration.md"
                        : "the configuration can't be used: "
                                + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
}
