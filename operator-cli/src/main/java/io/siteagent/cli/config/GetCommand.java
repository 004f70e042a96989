package io.siteagent.cli.config;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.Parameter;
import io.siteagent.core.config.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent config get}: what is stored, secrets by name only. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = {"Prints the stored documents, or writes them into a folder; secrets by their names only.", ""},
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:there is nothing, or Parameter Store can't be read", "64:bad usage"},
        footerHeading = "%nExample:%n",
        footer = "  siteagent config get --prefix /waldur-site-agent/prod --to site")
public final class GetCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private StoreAccess access = new StoreAccess();

    @Option(names = "--to", paramLabel = "FOLDER", description = "Write them there; must be empty or not exist.")
    private Optional<Path> folder = Optional.empty();

    /** Prepares it for a shell. */
    public GetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (folder.isPresent() && Files.exists(folder.get()) && !isEmpty(folder.get())) {
            return shell.refuse(folder.get() + " is not empty, and nothing is overwritten; name another folder");
        }
        int code = access.open(shell, this::get);
        shell.out().flush();
        return code;
    }

    private static boolean isEmpty(Path place) throws IOException {
        try (var entries = Files.list(place)) {
            return entries.findAny().isEmpty();
        }
    }

    private int get(ParameterStore store, String prefix) throws IOException {
        var stored = store.below(prefix);
        if (stored.isEmpty()) {
            shell.err().println("siteagent: there is nothing below " + prefix + "; siteagent config put stores it");
            return ExitCode.INCOMPLETE;
        }
        if (folder.isPresent()) {
            write(stored, prefix, folder.get());
        } else {
            stored.forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(Parameter parameter) {
        if (parameter.secure()) {
            shell.out().println("# " + parameter.name() + ": " + SiteDocuments.COVER + " (SecureString)");
        } else {
            shell.out().println("# " + parameter.name());
            print(parameter.value());
        }
    }

    private void print(String document) {
        if (SiteDocuments.mayHoldSecret(document)) {
            SiteDocuments.covered(document).forEach(shell.out()::println);
        } else {
            shell.out().println(document.stripTrailing());
        }
    }

    private void write(List<Parameter> stored, String prefix, Path place) throws IOException {
        for (var parameter : stored) {
            if (parameter.secure()) {
                continue;
            }
            if (SiteDocuments.mayHoldSecret(parameter.value())) {
                shell.err()
                        .println("note: " + parameter.name() + " was not written: it holds a secret, or is no YAML;"
                                + " take the secret out and store it with siteagent config rotate-secret");
                continue;
            }
            var file = place.resolve(parameter.name().substring(prefix.length() + 1) + ".yaml")
                    .normalize();
            if (!file.startsWith(place.normalize())) {
                throw new IOException("a parameter's name leads out of the folder");
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, parameter.value());
            shell.out().println("written " + file);
        }
    }
}
