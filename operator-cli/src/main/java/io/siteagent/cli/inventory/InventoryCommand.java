package io.siteagent.cli.inventory;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.Connections;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.RemoteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent inventory}: projects and groups, and what they are to us. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the projects of the cluster and the groups below our parent group: marked as ours, the"
                    + " predecessor's, orphans of resources that are gone, duplicates, names that clash with ours, and"
                    + " foreign ones. Reads only; nothing is ever pruned by it.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no orphan, duplicate or clash",
            "1:something could not be read",
            "2:there are orphans, duplicates or clashes",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent inventory --config site.yaml")
public final class InventoryCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public InventoryCommand(Shell shell) {
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
        var all = new LinkedHashMap<Offering, List<Entry>>();
        try {
            for (var offering : configuration.offerings()) {
                try (var connections = new Connections(offering, shell, verbosity)) {
                    all.put(offering, new Stocktaking(connections).take());
                }
            }
        } catch (RemoteException failure) {
            shell.err().println("siteagent: " + failure.getMessage() + "; siteagent doctor says more");
            return ExitCode.INCOMPLETE;
        } catch (IllegalArgumentException unusable) {
            shell.err().println("siteagent: " + unusable.getMessage());
            return ExitCode.INCOMPLETE;
        }
        switch (output) {
            case TEXT -> all.forEach(this::text);
            case JSON -> json(all);
        }
        shell.out().flush();
        return all.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(entry -> entry.kind().needsAttention())
                ? ExitCode.CHANGES
                : ExitCode.DONE;
    }

    private void text(Offering offering, List<Entry> entries) {
        var colours = new Colours(shell);
        shell.out().println(colours.strong("offering " + offering.name()));
        for (var entry : entries) {
            var line = "  %-12s %-8s %s (%s)%s"
                    .formatted(
                            word(entry),
                            entry.object(),
                            entry.name(),
                            entry.id(),
                            entry.detail().isEmpty() ? "" : ": " + entry.detail());
            shell.out().println(entry.kind().needsAttention() ? colours.bad(line) : line);
        }
    }

    private static String word(Entry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT);
    }

    private void json(Map<Offering, List<Entry>> all) {
        var list = new JsonMapper().createArrayNode();
        all.forEach((offering, entries) -> entries.forEach(entry -> list.addObject()
                .put("offering", offering.name())
                .put("object", entry.object())
                .put("kind", word(entry))
                .put("name", entry.name())
                .put("id", entry.id())
                .put("detail", entry.detail())));
        shell.out().println(list.toPrettyString());
    }
}
