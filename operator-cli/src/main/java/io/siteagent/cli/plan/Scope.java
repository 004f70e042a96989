package io.siteagent.cli.plan;

import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.Trigger;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How much is looked at: everything that the configuration serves, one offering, or one resource. */
final class Scope {

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Option(
            names = "--resource",
            paramLabel = "UUID",
            description = "Only this Waldur resource; with --offering when several offerings are served.")
    private Optional<String> resource = Optional.empty();

    /** Offerings to look at, and at what of them. */
    record Selection(AgentConfiguration configuration, Trigger trigger) {}

    /** Empty after the person was told why there is nothing to look at. */
    Optional<Selection> select(Shell shell) {
        var whole = site.load(shell);
        var configuration = choice.narrow(whole);
        if (configuration.offerings().isEmpty()) {
            shell.refuse(choice.complaint(whole));
            return Optional.empty();
        }
        if (resource.isEmpty()) {
            return Optional.of(new Selection(configuration, new Trigger.Sweep()));
        }
        if (configuration.offerings().size() > 1) {
            shell.refuse("several offerings are served; name the resource's with --offering: "
                    + OfferingChoice.names(configuration.offerings()));
            return Optional.empty();
        }
        return uuid(shell, resource.get())
                .map(uuid -> new Selection(
                        configuration,
                        new Trigger.OneResource(
                                configuration.offerings().getFirst().uuid(), uuid)));
    }

    private static Optional<WaldurUuid> uuid(Shell shell, String text) {
        try {
            return Optional.of(WaldurUuid.of(text));
        } catch (IllegalArgumentException e) {
            shell.refuse("--resource is not a UUID; copy it from the resource's page in Waldur");
            return Optional.empty();
        }
    }
}
