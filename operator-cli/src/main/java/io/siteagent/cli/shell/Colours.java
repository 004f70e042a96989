package io.siteagent.cli.shell;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Lines in the colours that people know from other tools: green for more, yellow for other, red for less. */
public final class Colours {

    private final Ansi ansi;

    /** Colours for a shell's results; none where it shows none. */
    public Colours(Shell shell) {
        this.ansi = shell.colours();
    }

    /** A line that starts with what is done: {@code +}, {@code ~}, {@code -}, or {@code !} for what is held back. */
    public String change(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> paint(Style.fg_green, line);
            case '~' -> paint(Style.fg_yellow, line);
            case '-', '!' -> paint(Style.fg_red, line);
            default -> line;
        };
    }

    /** Something that is well. */
    public String good(String text) {
        return paint(Style.fg_green, text);
    }

    /** Something that a person should look at. */
    public String doubtful(String text) {
        return paint(Style.fg_yellow, text);
    }

    /** Something that is broken. */
    public String bad(String text) {
        return paint(Style.fg_red, text);
    }

    /** A heading. */
    public String strong(String text) {
        return paint(Style.bold, text);
    }

    private String paint(IStyle style, String text) {
        return ansi.enabled() ? style.on() + text + style.off() : text;
    }
}
