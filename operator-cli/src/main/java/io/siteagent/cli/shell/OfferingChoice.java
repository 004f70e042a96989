package io.siteagent.cli.shell;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Offering;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Option {@code --offering}: one of the configured offerings, by name or UUID. */
public final class OfferingChoice {

    @Option(
            names = "--offering",
            paramLabel = "NAME|UUID",
            description = "Only this offering; all of the configuration when left out.")
    private Optional<String> wanted = Optional.empty();

    /** The configuration with the wanted offerings only; empty of offerings when it serves no such one. */
    public AgentConfiguration narrow(AgentConfiguration configuration) {
        return new AgentConfiguration(
                configuration.offerings().stream().filter(this::isWanted).toList(),
                configuration.problems(),
                configuration.notices());
    }

    private boolean isWanted(Offering offering) {
        return wanted.isEmpty()
                || offering.name().equals(wanted.get())
                || offering.uuid().hex().equalsIgnoreCase(wanted.get().replace("-", ""));
    }

    /** Why there is nothing to work with, as a sentence with a remedy. */
    public String complaint(AgentConfiguration configuration) {
        return wanted.filter(_ -> !configuration.offerings().isEmpty())
                .map(name -> "the configuration serves no offering \"%s\"; it serves %s"
                        .formatted(name, names(configuration.offerings())))
                .orElse("no offering can be served, nothing was done");
    }

    /** Names of offerings as they are listed to a person. */
    public static String names(List<Offering> offerings) {
        return offerings.stream().map(Offering::name).collect(Collectors.joining(", "));
    }
}
