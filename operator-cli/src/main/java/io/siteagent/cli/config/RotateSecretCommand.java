package io.siteagent.cli.config;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.AgentConfiguration.Problem;
import io.siteagent.core.config.Parameter;
import io.siteagent.core.config.ParameterStore;
import io.siteagent.core.config.ParameterTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent config rotate-secret}: stores a secret that comes from standard input. */
@Command(
        name = "rotate-secret",
        mixinStandardHelpOptions = true,
        description = {
            "Stores a secret, new or in place of the old one, as a SecureString. It is read from standard input and"
                    + " shown nowhere. The functions take it within five minutes, and at once when the old one is"
                    + " refused. A new webhook secret leaves the old one valid until the next rotation.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stored",
            "1:Parameter Store refused it, or can't be reached",
            "64:bad usage; nothing was stored"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  siteagent config rotate-secret offerings/gpu/secrets/password --prefix /waldur-site-agent/prod < key.txt",
            "  openssl rand -hex 32 | siteagent config rotate-secret secrets/webhook --prefix /waldur-site-agent/prod"
        })
public final class RotateSecretCommand implements Callable<Integer> {

    private static final String WEBHOOK = "secrets/webhook";
    private static final String BLAMELESS = "0".repeat(64);
    private static final Pattern OFFERING = Pattern.compile("offerings/([^/]+)/.*");

    private final Shell shell;

    @Parameters(
            paramLabel = "NAME",
            description = "Parameter below the prefix, e.g. offerings/gpu/secrets/waldur_api_token.")
    private @Nullable String name;

    @Mixin
    private StoreAccess access = new StoreAccess();

    @Option(
            names = "--kms-key",
            paramLabel = "KEY",
            description = "Id or alias of the key that encrypts it, the stack's ConfigKeyArn (default: the account's).")
    private Optional<String> key = Optional.empty();

    /** Prepares it for a shell. */
    public RotateSecretCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        int code = access.open(shell, this::rotate);
        shell.out().flush();
        return code;
    }

    private int rotate(ParameterStore store, String prefix) throws IOException {
        var wanted = String.valueOf(name).replaceFirst("^" + Pattern.quote(prefix + "/"), "");
        var stored = store.below(prefix);
        var known = new TreeSet<>(ParameterTree.secretNames(slugs(stored, prefix)));
        if (!known.contains(wanted)) {
            return shell.refuse(
                    "\"%s\" is no secret of this installation; its secrets are %s. Documents come first: siteagent config put"
                            .formatted(wanted, String.join(", ", known)));
        }
        var secret = new String(shell.in().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (secret.isEmpty() || secret.lines().count() > 1) {
            return shell.refuse("standard input must hold the secret, one line; pipe it in");
        }
        var full = prefix + "/" + wanted;
        var old = stored.stream()
                .filter(parameter -> parameter.name().equals(full))
                .map(Parameter::value)
                .findFirst();
        if (old.filter(secret::equals).isPresent()) {
            shell.out().println(full + " holds that secret already");
            return ExitCode.DONE;
        }
        var objections = objections(stored, new Parameter(full, secret, true), prefix);
        if (!objections.isEmpty()) {
            return shell.refuse("not stored: " + objections.getFirst());
        }
        if (wanted.equals(WEBHOOK)) {
            old.ifPresent(previous -> keepPrevious(store, full, previous));
        }
        store.putSecret(full, secret, key);
        shell.out().println((old.isPresent() ? "replaced " : "stored ") + full);
        return ExitCode.DONE;
    }

    private void keepPrevious(ParameterStore store, String full, String previous) {
        store.putSecret(full + "_previous", previous, key);
        shell.out().println("the old one stays valid as " + full + "_previous; give Waldur the new address now");
    }

    private static List<String> slugs(List<Parameter> stored, String prefix) {
        return stored.stream()
                .map(parameter -> OFFERING.matcher(parameter.name().substring(prefix.length() + 1)))
                .filter(java.util.regex.Matcher::matches)
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** What would be wrong with it that is not wrong already, or with any secret as long as no document is stored. */
    private static List<Problem> objections(List<Parameter> stored, Parameter secret, String prefix) {
        var before = new HashSet<>(ParameterTree.read(prefix, stored).problems());
        if (stored.isEmpty()) {
            before.addAll(problems(stored, new Parameter(secret.name(), BLAMELESS, true), prefix));
        }
        return problems(stored, secret, prefix).stream()
                .filter(problem -> !before.contains(problem))
                .toList();
    }

    private static List<Problem> problems(List<Parameter> stored, Parameter secret, String prefix) {
        var changed = new ArrayList<>(stored);
        changed.removeIf(parameter -> parameter.name().equals(secret.name()));
        changed.add(secret);
        return ParameterTree.read(prefix, changed).problems();
    }
}
