package io.siteagent.cli.webhook;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.waldur.WaldurFacts;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent webhook install}: lets Waldur call the functions; again changes nothing. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a webhook in Waldur for the events that are of use at its address: one for orders, one for membership. One that is there already for the same"
                    + " address and events stays as it is. The address holds the webhook's secret and is not shown.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        footerHeading = "%nExample:%n",
        footer =
                "  siteagent webhook install --config site.yaml --url \"$(cat hook-url)\" --token-stdin < support-token")
public final class InstallCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private final HookAccount account = new HookAccount();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "Address that the stack prints as OrderWebhook or MembershipWebhook, with its secret.")
    private String url = "";

    /** Prepares it for a shell. */
    public InstallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (!url.startsWith("https://") || url.length() > Subscription.LONGEST_ADDRESS) {
            return shell.refuse(
                    "--url must be an https address of at most %d characters".formatted(Subscription.LONGEST_ADDRESS));
        }
        return account.connect(shell).map(this::install).orElse(ExitCode.BAD_INPUT);
    }

    private int install(WaldurFacts waldur) {
        try {
            var events = Subscription.eventsAt(url);
            boolean there = waldur.hooks().stream()
                    .anyMatch(hook -> hook.active()
                            && hook.destination().equals(url)
                            && hook.eventTypes().containsAll(events));
            if (!there) {
                waldur.createHook(url, events);
            }
            shell.out()
                    .println("%s webhook to %s for %s"
                            .formatted(there ? "unchanged:" : "+", Subscription.shown(url), String.join(", ", events)));
            shell.out().flush();
            return ExitCode.DONE;
        } catch (RemoteException failure) {
            shell.err().println("siteagent: " + failure.getMessage() + "; siteagent doctor says more");
            return ExitCode.INCOMPLETE;
        }
    }
}
