package io.siteagent.cli.webhook;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.waldur.WaldurFacts;
import io.siteagent.core.waldur.WaldurFacts.Hook;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code siteagent webhook check}: which webhooks there are, and what they lack. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the account's webhooks and the events that are missing in them. Reads only; addresses are shown"
                    + " without the part that may be a secret.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every event is brought to where it is of use", "1:one is not, or Waldur could not be read"},
        footerHeading = "%nExample:%n",
        footer = "  siteagent webhook check --config site.yaml --token-stdin < support-token")
public final class CheckCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private final HookAccount account = new HookAccount();

    /** Prepares it for a shell. */
    public CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        return account.connect(shell).map(this::check).orElse(ExitCode.BAD_INPUT);
    }

    private int check(WaldurFacts waldur) {
        try {
            var account = waldur.account();
            var hooks = waldur.hooks();
            hooks.forEach(hook -> shell.out().println(line(hook)));
            if (hooks.isEmpty()) {
                shell.out().println("this account owns no webhook; make one with siteagent webhook install");
            }
            if (!account.staff()) {
                shell.out()
                        .println("note: a webhook gets what its owner may see as a consumer; the owner should have"
                                + " support status, or it gets little");
            }
            var missing = Subscription.missing(hooks);
            if (!hooks.isEmpty() && !missing.isEmpty()) {
                shell.out()
                        .println("no webhook brings %s to where it is of use; siteagent webhook install makes one"
                                .formatted(String.join(", ", missing)));
            }
            shell.out().flush();
            return missing.isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        } catch (RemoteException failure) {
            shell.err().println("siteagent: " + failure.getMessage() + "; siteagent doctor says more");
            return ExitCode.INCOMPLETE;
        }
    }

    private static String line(Hook hook) {
        var missing = Subscription.eventsAt(hook.destination()).stream()
                .filter(event -> !hook.eventTypes().contains(event))
                .toList();
        return "%s webhook to %s%s"
                .formatted(
                        hook.active() ? "active" : "switched off:",
                        Subscription.shown(hook.destination()),
                        missing.isEmpty()
                                ? ", every event that is of use there"
                                : ", lacks " + String.join(", ", missing));
    }
}
