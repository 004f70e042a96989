package io.siteagent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that people read, and the blocks of code in them. */
final class Docs {

    static final Path ROOT = Path.of("..");

    private static final Pattern BLOCK =
            Pattern.compile("^ *```(\\w*)\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");

    private Docs() {}

    /** A fenced block; {@code language} is empty where none is named. */
    record Block(String page, String language, String text) {}

    /** All but those that the test run writes. */
    static List<String> pages() {
        try (var files = Files.list(ROOT.resolve("docs"))) {
            var docs = files.map(file -> "docs/" + file.getFileName())
                    .filter(page -> page.endsWith(".md") && !page.equals("docs/transcripts.md"))
                    .sorted();
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "policies/README.md"), docs)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Block> blocks() {
        return pages().stream().flatMap(Docs::blocks);
    }

    static Stream<Block> blocks(String page) {
        return BLOCK.matcher(text(page))
                .results()
                .map(block -> new Block(page, block.group(1), block.group(2).stripIndent()));
    }

    static Stream<Block> blocks(String page, String language) {
        return blocks(page).filter(block -> block.language().equals(language));
    }

    /** What stands between backticks in running text. */
    static Stream<String> spans() {
        return pages().stream()
                .flatMap(page -> SPAN.matcher(BLOCK.matcher(text(page)).replaceAll(""))
                        .results()
                        .map(span -> span.group(1)));
    }
}
