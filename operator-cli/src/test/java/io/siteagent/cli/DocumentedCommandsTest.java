package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command on a page is one: its program, its options, and the files, functions and parameters that it names. */
class DocumentedCommandsTest {

    private static final Set<String> OF_THE_SYSTEM =
            Set.of("cd", "cp", "curl", "echo", "git", "kcadm.sh", "keytool", "openssl", "printf");
    private static final Set<String> OF_SAM =
            Set.of("build", "deploy", "delete", "validate", "local invoke", "local start-api", "remote invoke", "logs");
    private static final Set<String> OF_KUBECTL = Set.of("annotate", "apply", "delete", "get", "label", "taint");
    private static final Pattern DECLARED = Pattern.compile("^ {2}(\\w+):$", Pattern.MULTILINE);
    /** The guide calls outputs of the stack by their names. */
    private static final Pattern OUTPUT = Pattern.compile("\\$([A-Z][a-z]\\w+)");

    private final String template = Docs.text("template.yaml");

    /** A command and where it stands; its text is the name of the test. */
    record Command(String page, List<String> words) {
        @Override
        public String toString() {
            return page + ": " + String.join(" ", words);
        }
    }

    static Stream<Command> commands() {
        var blocks = Docs.blocks()
                .filter(block -> block.language().equals("sh"))
                .flatMap(block ->
                        ShellCommands.of(block.text()).stream().map(words -> new Command(block.page(), words)));
        // The README names no languages: a line of it is a command if it begins like one.
        var lines = Docs.blocks()
                .filter(block -> block.language().isEmpty())
                .flatMap(block -> ShellCommands.of(block.text()).stream()
                        .filter(words -> words.getFirst().matches("sam|mvn|aws|kubectl|siteagent|\\./.*"))
                        .map(words -> new Command(block.page(), words)));
        return Stream.concat(blocks, lines);
    }

    static Stream<String> commandsInText() {
        return Docs.spans()
                .map(span -> span.startsWith("./siteagent ") ? span.substring(2) : span)
                .filter(span -> span.startsWith("siteagent "))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_can_be_given_as_it_stands(Command command) {
        var words = command.words();
        var rest = words.subList(1, words.size());
        var program = words.getFirst();
        switch (program) {
            case "siteagent", "./siteagent" -> isUnderstood(rest);
            case "sam" -> isOfSam(rest);
            case "aws" -> isOfAws(rest);
            case "kubectl" -> isOfKubectl(rest);
            case "mvn" -> isOfMaven(rest);
            default -> isThere(program);
        }
    }

    private static void isThere(String program) {
        if (program.contains("/")) {
            assertThat(Docs.ROOT.resolve(program)).isExecutable();
        } else {
            assertThat(OF_THE_SYSTEM).contains(program);
        }
    }

    private static CommandLine commandLine() {
        var nowhere = new PrintWriter(new StringWriter());
        return SiteAgent.commandLine(nowhere, nowhere, Clock.systemUTC());
    }

    private static void isUnderstood(List<String> words) {
        assertThatCode(() -> commandLine().parseArgs(words.toArray(String[]::new)))
                .doesNotThrowAnyException();
    }

    private void isOfSam(List<String> words) {
        assertThat(words.getFirst() + (words.size() > 1 && !words.get(1).startsWith("-") ? " " + words.get(1) : ""))
                .isIn(OF_SAM);
        words.stream()
                .filter(word -> word.endsWith("Function"))
                .forEach(function -> assertThat(declared("Resources")).contains(function));
        assertThat(filesAfter(words, "--event", "--event-file"))
                .allSatisfy(file -> assertThat(Docs.ROOT.resolve(file)).exists());
        int overrides = words.indexOf("--parameter-overrides");
        words.subList(overrides < 0 ? words.size() : overrides + 1, words.size()).stream()
                .takeWhile(word -> word.contains("="))
                .forEach(word -> assertThat(declared("Parameters")).contains(word.split("=", 2)[0]));
    }

    private static Stream<String> filesAfter(List<String> words, String... options) {
        return Stream.of(options).filter(words::contains).map(option -> words.get(words.indexOf(option) + 1));
    }

    /** The names that one section of the stack's template declares. */
    private Set<String> declared(String section) {
        int start = template.indexOf("\n" + section + ":\n");
        var rest = template.substring(start + section.length() + 3);
        var end = Pattern.compile("^[A-Z]", Pattern.MULTILINE).matcher(rest);
        var body = end.find() ? rest.substring(0, end.start()) : rest;
        return DECLARED.matcher(body).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }

    /** The operation, its options, and outputs of the stack as what they are given. */
    private void isOfAws(List<String> words) {
        var members = members(words.get(0), words.get(1));
        for (var word : words) {
            if (word.startsWith("--") && !Set.of("--query", "--output").contains(word)) {
                assertThat(members).contains(member(word.substring(2)));
            }
            OUTPUT.matcher(word)
                    .results()
                    .forEach(output -> assertThat(declared("Outputs")).contains(output.group(1)));
        }
    }

    /** The members that AWS's own model of an operation has. */
    private static List<String> members(String service, String operation) {
        var name = "software.amazon.awssdk.services.%s.model.%sRequest".formatted(service, camelCase(operation));
        try {
            return Arrays.stream(Class.forName(name).getMethods())
                    .map(Method::getName)
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new LinkageError("AWS has no operation %s of %s".formatted(operation, service), e);
        }
    }

    private static String camelCase(String dashed) {
        return Arrays.stream(dashed.split("-"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    private static String member(String option) {
        var name = camelCase(option);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static void isOfKubectl(List<String> words) {
        assertThat(OF_KUBECTL).contains(words.getFirst());
        assertThat(filesAfter(words, "-k"))
                .allSatisfy(folder -> assertThat(Docs.ROOT.resolve(folder).resolve("kustomization.yaml"))
                        .exists());
    }

    private static void isOfMaven(List<String> words) {
        assertThat(words).contains("verify");
        assertThat(filesAfter(words, "-pl"))
                .allSatisfy(module ->
                        assertThat(Docs.ROOT.resolve(module).resolve("pom.xml")).exists());
    }

    /** Running text leaves out what does not matter there: the names of command and options must be right. */
    @ParameterizedTest
    @MethodSource("commandsInText")
    void a_command_in_running_text_exists_with_the_options_that_are_named(String span) {
        var at = commandLine();
        for (var word : List.of(span.split(" ")).subList(1, span.split(" ").length)) {
            var sub = at.getSubcommands().get(word);
            if (sub != null) {
                at = sub;
            } else if (word.startsWith("--")) {
                assertThat(at.getCommandSpec().optionsMap()).containsKey(word);
            } else {
                assertThat(at.getSubcommands()).as(word).isEmpty();
            }
        }
    }

    @Test
    void help_shows_every_command_and_the_options_of_one() {
        var out = new StringWriter();
        var commandLine = SiteAgent.commandLine(new PrintWriter(out), new PrintWriter(out), Clock.systemUTC());

        assertThat(commandLine.execute("help")).isZero();
        assertThat(out.toString()).contains("doctor", "inventory", "components", "webhook");
        assertThat(commandLine.execute("help", "usage")).isZero();
        assertThat(out.toString()).contains("--month");
    }

    @Test
    void every_block_of_the_guide_says_what_it_is() {
        assertThat(Docs.blocks().filter(block -> block.page().contains("/")))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(block.language()).isIn("sh", "console", "yaml", "json", "text"));
    }
}
