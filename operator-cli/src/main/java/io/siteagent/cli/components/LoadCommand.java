package io.siteagent.cli.components;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Wire;
import io.siteagent.core.waldur.WaldurFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent components load}: makes Waldur sell what the configuration says. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Creates and updates the components of each offering in Waldur after backend_components: name, unit and"
                    + " billing type. Components that only Waldur has are reported and never deleted.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Waldur sells what the configuration says",
            "1:something failed",
            "2:with --dry-run: there is something to create or update",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent components load --config site.yaml --dry-run")
public final class LoadCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Shell shell;
    private final List<String> lines = new ArrayList<>();
    private boolean failed;
    private boolean different;

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public LoadCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        var whole = site.load(shell);
        var configuration = choice.narrow(whole);
        if (configuration.offerings().isEmpty()) {
            return shell.refuse(choice.complaint(whole));
        }
        var wire = Wire.until(Deadline.in(LIMIT, shell.clock()), verbosity.observer(shell));
        configuration.offerings().forEach(offering -> load(offering, wire));
        print();
        return failed ? ExitCode.INCOMPLETE : dryRun && different ? ExitCode.CHANGES : ExitCode.DONE;
    }

    private void load(Offering offering, Wire wire) {
        var waldur = new WaldurFacts(offering.waldur(), wire);
        try {
            var sold = waldur.offering(offering.uuid()).components();
            lines.add("offering " + offering.name());
            ComponentChange.between(offering.components(), sold).forEach(change -> carryOut(waldur, offering, change));
        } catch (RemoteException failure) {
            failed = true;
            lines.add("! offering %s failed: %s".formatted(offering.name(), failure.getMessage()));
        }
    }

    /** One component that fails does not keep the others from being loaded. */
    private void carryOut(WaldurFacts waldur, Offering offering, ComponentChange change) {
        lines.add(change.line());
        if (change.isReportOnly()) {
            return;
        }
        different = true;
        if (dryRun) {
            return;
        }
        try {
            if (change.isCreation()) {
                waldur.createComponent(offering.uuid(), change.body());
            } else {
                waldur.updateComponent(offering.uuid(), change.body());
            }
        } catch (RemoteException failure) {
            failed = true;
            lines.add("! failed: " + failure.getMessage());
        }
    }

    private void print() {
        switch (output) {
            case TEXT -> {
                var colours = new Colours(shell);
                lines.forEach(line -> shell.out().println(colours.change(line)));
                shell.out().println(different ? dryRun ? "nothing was sent (--dry-run)" : "" : "nothing to do");
            }
            case JSON -> {
                var root = new JsonMapper()
                        .createObjectNode()
                        .put("failed", failed)
                        .put("different", different);
                var list = root.putArray("lines");
                lines.forEach(list::add);
                shell.out().println(root.toPrettyString());
            }
        }
        shell.out().flush();
    }
}
