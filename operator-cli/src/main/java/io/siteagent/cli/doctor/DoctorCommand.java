package io.siteagent.cli.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.doctor.Finding.Verdict;
import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent doctor}: is what is configured true? */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Looks whether what is configured is true: keys and their rights, cluster, role, realm, offering,"
                    + " components, names. Says what was found, why it matters and what exactly to do. Reads only.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no fault (there may be warnings)",
            "1:there are faults",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent doctor --config site.yaml")
public final class DoctorCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(5);

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
    public DoctorCommand(Shell shell) {
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
        var doctor =
                new Doctor(Wire.until(Deadline.in(LIMIT, shell.clock()), verbosity.observer(shell)), shell.clock());
        var findings = new LinkedHashMap<Offering, List<Finding>>();
        configuration.offerings().forEach(offering -> findings.put(offering, doctor.examine(offering)));
        switch (output) {
            case TEXT -> findings.forEach(this::text);
            case JSON -> json(findings);
        }
        shell.out().flush();
        boolean faults = findings.values().stream()
                .flatMap(List::stream)
                .anyMatch(finding -> finding.verdict() == Verdict.FAULT);
        return faults || !configuration.problems().isEmpty() ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private void text(Offering offering, List<Finding> findings) {
        var colours = new Colours(shell);
        var out = shell.out();
        out.println(colours.strong("offering " + offering.name()));
        for (var finding : findings) {
            var line = "  %-8s %-18s %s".formatted(word(finding), finding.check(), finding.what());
            out.println(
                    switch (finding.verdict()) {
                        case GOOD -> colours.good(line);
                        case UNKNOWN -> line;
                        case WARNING -> colours.doubtful(line);
                        case FAULT -> colours.bad(line);
                    });
            if (!finding.why().isEmpty()) {
                out.println("             why: " + finding.why());
            }
            if (!finding.remedy().isEmpty()) {
                out.println("             do:  " + finding.remedy());
            }
        }
        out.println(summary(findings));
    }

    private static String summary(List<Finding> findings) {
        long faults = count(findings, Verdict.FAULT);
        long warnings = count(findings, Verdict.WARNING);
        return "%d checks: %d faults, %d warnings".formatted(findings.size(), faults, warnings);
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String word(Finding finding) {
        return finding.verdict().name().toLowerCase(Locale.ROOT);
    }

    private void json(Map<Offering, List<Finding>> all) {
        var list = new JsonMapper().createArrayNode();
        all.forEach((offering, findings) -> findings.forEach(finding -> list.addObject()
                .put("offering", offering.name())
                .put("check", finding.check())
                .put("verdict", word(finding))
                .put("what", finding.what())
                .put("why", finding.why())
                .put("remedy", finding.remedy())));
        shell.out().println(list.toPrettyString());
    }
}
