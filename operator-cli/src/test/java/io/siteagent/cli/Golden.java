package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Expected texts that lie in files. Run the tests with {@code -Dgolden=write} to write what came out, and look at the
 * difference before it is committed.
 */
final class Golden {

    private Golden() {}

    static void assertEquals(Path file, String actual) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual).as("%s; run with -Dgolden=write to accept", file).isEqualTo(Files.readString(file));
    }
}
