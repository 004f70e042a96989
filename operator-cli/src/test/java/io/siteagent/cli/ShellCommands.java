package io.siteagent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of a shell script as lists of words: enough of a shell's grammar for what stands in documentation. */
final class ShellCommands {

    private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=.*", Pattern.DOTALL);

    private final String script;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private ShellCommands(String script) {
        this.script = script.replace("\\\n", " ");
    }

    /**
     * Without assignments, redirections and comments; what {@code $(…)} runs comes before the command that it is part
     * of.
     */
    static List<List<String>> of(String script) {
        return new ShellCommands(script).read();
    }

    private List<List<String>> read() {
        int at = 0;
        while (at < script.length()) {
            at = step(at);
        }
        endCommand();
        return commands;
    }

    /** Takes what begins at a place, and says where the next begins. */
    private int step(int at) {
        char next = script.charAt(at);
        return switch (next) {
            case '\'', '"' -> quoted(at, next);
            case '#' -> inWord ? plain(at) : lineEnd(at);
            case '\n', ';', '|', '&' -> {
                endCommand();
                yield at + 1;
            }
            case ' ', '\t', '<', '>' -> {
                endWord();
                yield next == '<' || next == '>' ? redirection(at) : at + 1;
            }
            case '$' -> script.startsWith("$(", at) ? substitution(at) : plain(at);
            default -> plain(at);
        };
    }

    private int plain(int at) {
        word.append(script.charAt(at));
        inWord = true;
        return at + 1;
    }

    private int quoted(int at, char quote) {
        int end = script.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a quote is not closed: " + script.substring(at));
        }
        word.append(script, at + 1, end);
        inWord = true;
        return end + 1;
    }

    private int substitution(int at) {
        int end = script.indexOf(')', at) + 1;
        commands.addAll(of(script.substring(at + 2, end - 1)));
        word.append(script, at, end);
        inWord = true;
        return end;
    }

    private int lineEnd(int at) {
        int end = script.indexOf('\n', at);
        return end < 0 ? script.length() : end;
    }

    private int redirection(int at) {
        int target = at + 1;
        while (script.charAt(target) == ' ') {
            target++;
        }
        while (target < script.length() && !Character.isWhitespace(script.charAt(target))) {
            target++;
        }
        return target;
    }

    private void endWord() {
        if (inWord && !(words.isEmpty() && ASSIGNMENT.matcher(word).matches())) {
            words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }

    private void endCommand() {
        endWord();
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }
}
