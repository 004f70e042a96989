package io.siteagent.cli.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a site into a folder laid out as Parameter Store is; only its owner may read the secrets. */
final class SiteFolder {

    private final Path folder;
    private final Yaml yaml;

    SiteFolder(Path folder) {
        this.folder = folder;
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        this.yaml = new Yaml(options);
    }

    /** Whether something is there already, which is never overwritten. */
    boolean isTaken() throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        try (var entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    void write(MigratedSite site) throws IOException {
        Files.createDirectories(folder);
        if (!site.settings().isEmpty()) {
            document(folder.resolve("settings.yaml"), site.settings());
        }
        for (var offering : site.offerings()) {
            var place = Files.createDirectories(folder.resolve("offerings").resolve(offering.slug()));
            document(place.resolve("settings.yaml"), offering.settings());
            if (!offering.secrets().isEmpty()) {
                secrets(Files.createDirectories(place.resolve("secrets")), offering.secrets());
            }
        }
    }

    private void document(Path file, Map<String, Object> content) throws IOException {
        Files.writeString(file, yaml.dump(content));
    }

    private static void secrets(Path place, Map<String, String> secrets) throws IOException {
        boolean posix = Files.getFileStore(place).supportsFileAttributeView("posix");
        if (posix) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        }
        for (var secret : secrets.entrySet()) {
            var file = Files.createFile(place.resolve(secret.getKey()));
            if (posix) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(file, secret.getValue());
        }
    }
}
