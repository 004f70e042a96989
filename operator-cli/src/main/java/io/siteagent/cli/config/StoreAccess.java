package io.siteagent.cli.config;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.ParameterStore;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.RemoteException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Option {@code --prefix}: which installation's part of Parameter Store it is about. */
final class StoreAccess {

    private static final String UNREADABLE = "can't be read or written as text in UTF-8; check it and its permissions";
    private static final Pattern ENDPOINT = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+/?");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.-]+)+");

    @Option(
            names = "--prefix",
            paramLabel = "PATH",
            description = "Path that the installation's parameters lie below, the stack's ConfigPrefix (default: what "
                    + ParameterStoreSource.PREFIX_VARIABLE + " says).")
    private Optional<String> prefix = Optional.empty();

    /** Does something below the prefix with the store; its result is the exit code. */
    interface Work {
        int with(ParameterStore store, String prefix) throws IOException;
    }

    int open(Shell shell, Work work) {
        var path = prefix.or(() -> variable(shell, ParameterStoreSource.PREFIX_VARIABLE))
                .map(text -> text.replaceAll("/+$", ""));
        if (path.isEmpty()) {
            return shell.refuse("name the path of the configuration, e.g. --prefix /waldur-site-agent/prod");
        }
        if (!PATH.matcher(path.get()).matches()) {
            return shell.refuse("--prefix is no path of Parameter Store; write it like /waldur-site-agent/prod");
        }
        var address = variable(shell, ParameterStoreSource.ENDPOINT_VARIABLE);
        if (address.filter(text -> !ENDPOINT.matcher(text).matches()).isPresent()) {
            return shell.refuse(ParameterStoreSource.ENDPOINT_VARIABLE
                    + " is not a URL like http://127.0.0.1:4566; leave it out for AWS's own");
        }
        var endpoint = address.map(URI::create);
        try (var store = ParameterStore.open(endpoint)) {
            return work.with(store, path.get());
        } catch (RemoteException failure) {
            shell.err()
                    .println("siteagent: " + failure.getMessage()
                            + "; check region and credentials of the AWS CLI's configuration");
            return ExitCode.INCOMPLETE;
        } catch (FileSystemException unusable) {
            return shell.refuse(unusable.getFile() + " "
                    + Optional.ofNullable(unusable.getReason()).orElse(UNREADABLE));
        } catch (IOException unusable) {
            return shell.refuse("a file of the folder " + UNREADABLE);
        }
    }

    private static Optional<String> variable(Shell shell, String name) {
        return Optional.ofNullable(shell.environment().get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }
}
