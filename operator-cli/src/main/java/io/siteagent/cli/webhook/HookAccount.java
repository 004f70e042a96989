package io.siteagent.cli.webhook;

import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Wire;
import io.siteagent.core.waldur.WaldurFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Whose webhooks are meant. A webhook gets the events that its owner may see as a consumer, so its owner should be a
 * user with support status, not the agent's own.
 */
final class HookAccount {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--token-stdin",
            description = "Read the API token of the webhook's owner (a user with support status) from standard input;"
                    + " the configuration's token when left out.")
    private boolean tokenFromInput;

    /** Empty after the person was told why. */
    Optional<WaldurFacts> connect(Shell shell) throws IOException {
        verbosity.apply();
        var whole = site.load(shell);
        var configuration = choice.narrow(whole);
        if (configuration.offerings().isEmpty()) {
            shell.refuse(choice.complaint(whole));
            return Optional.empty();
        }
        var settings = configuration.offerings().getFirst().waldur();
        if (tokenFromInput) {
            var token = new String(shell.in().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (token.isEmpty()) {
                shell.refuse("standard input holds no token; pipe it in");
                return Optional.empty();
            }
            settings = WaldurSettings.withToken(settings.baseUri(), new Secret(token), settings.verifySsl());
        }
        return Optional.of(
                new WaldurFacts(settings, Wire.until(Deadline.in(LIMIT, shell.clock()), verbosity.observer(shell))));
    }
}
