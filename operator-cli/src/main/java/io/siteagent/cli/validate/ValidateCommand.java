package io.siteagent.cli.validate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.core.config.ConfigurationFile;
import io.siteagent.core.config.Offering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent validate}: every problem of a configuration at once, with its place and remedy; calls nobody. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Says everything that is wrong in a configuration document, each with line, column and remedy. Calls"
                    + " nobody; doctor looks whether what is written is true.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every offering can be served", "1:there are problems", "64:bad usage"},
        footerHeading = "%nExamples:%n",
        footer = {"  siteagent validate site.yaml", "  siteagent validate --schema > site.schema.json"})
public final class ValidateCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Configuration document, YAML or JSON.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--schema", description = "Print the JSON Schema of the document, for editors.")
    private boolean schema;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public ValidateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (schema) {
            try (var text = ConfigurationDocument.schema()) {
                shell.out().print(new String(text.readAllBytes(), StandardCharsets.UTF_8));
            }
            return ExitCode.DONE;
        }
        return file.map(this::validate).orElseGet(() -> shell.refuse("name the file to validate, or --schema"));
    }

    private int validate(Path document) {
        var configuration = ConfigurationFile.load(document);
        switch (output) {
            case TEXT -> text(document, configuration);
            case JSON -> json(configuration);
        }
        shell.out().flush();
        return configuration.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private void text(Path document, AgentConfiguration configuration) {
        var colours = new Colours(shell);
        var out = shell.out();
        configuration.problems().forEach(problem -> out.println(colours.bad("problem: " + problem)));
        configuration.notices().forEach(notice -> out.println(colours.doubtful("note: " + notice)));
        configuration
                .offerings()
                .forEach(offering -> out.println(colours.good("ok: offering \"%s\"".formatted(offering.name()))));
        int problems = configuration.problems().size();
        out.println("%s: %s, %d offerings can be served"
                .formatted(
                        document,
                        problems == 0 ? "valid" : problems == 1 ? "1 problem" : problems + " problems",
                        configuration.offerings().size()));
    }

    private void json(AgentConfiguration configuration) {
        var root = new JsonMapper()
                .createObjectNode()
                .put("valid", configuration.problems().isEmpty());
        var problems = root.putArray("problems");
        configuration
                .problems()
                .forEach(problem ->
                        problems.addObject().put("where", problem.where()).put("what", problem.what()));
        var notices = root.putArray("notices");
        configuration.notices().forEach(notices::add);
        var offerings = root.putArray("offerings");
        configuration.offerings().stream().map(Offering::name).forEach(offerings::add);
        shell.out().println(root.toPrettyString());
    }
}
