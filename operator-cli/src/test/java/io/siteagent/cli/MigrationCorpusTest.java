package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code siteagent migrate} on a corpus of files in every spelling that is about, and broken ones. */
class MigrationCorpusTest {

    private static final Path CORPUS = Path.of("src", "test", "resources", "migration");

    @TempDir
    Path directory = Path.of("");

    private record Result(int code, String out, String err) {}

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(CORPUS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private Result migrate(Path file) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = SiteAgent.commandLine(new PrintWriter(out), new PrintWriter(err), Clock.systemUTC())
                .execute(
                        "migrate",
                        file.toString(),
                        "--to",
                        directory.resolve("site").toString());
        return new Result(code, out.toString(), err.toString());
    }

    private String tree() throws IOException {
        var site = directory.resolve("site");
        if (!Files.exists(site)) {
            return "(nothing was written)\n";
        }
        var text = new StringBuilder();
        try (var files = Files.walk(site)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var content = Files.readString(file);
                text.append("=== ").append(site.relativize(file)).append('\n');
                text.append(content).append(content.endsWith("\n") ? "" : "\n");
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_becomes_what_lies_beside_it(Path file) throws IOException {
        var result = migrate(file);

        var report = (result.out() + result.err())
                .replace(directory.toString(), "DIR")
                .replace('\\', '/');
        assertThat(report).doesNotContain("secret-of", "0123456789");
        Golden.assertEquals(
                CORPUS.resolve(file.getFileName().toString().replace(".yaml", ".expected.txt")),
                "exit code %d\n%s\n%s".formatted(result.code(), report, tree()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_needs_no_decision_validates(Path file) {
        if (migrate(file).code() == 0) {
            var out = new StringWriter();
            int code = SiteAgent.commandLine(
                            new PrintWriter(out), new PrintWriter(new StringWriter()), Clock.systemUTC())
                    .execute("validate", directory.resolve("site").toString());
            assertThat(code).as(out.toString()).isZero();
        }
    }

    @Test
    void the_corpus_is_large_enough_to_mean_something() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void a_folder_that_holds_something_is_left_alone() throws IOException {
        var site = Files.createDirectories(directory.resolve("site"));
        Files.writeString(site.resolve("mine"), "precious");

        var result = migrate(CORPUS.resolve("01-complete-setup-example.yaml"));

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("is not empty, and nothing is overwritten");
        assertThat(tree()).isEqualTo("=== mine\nprecious\n");
    }
}
