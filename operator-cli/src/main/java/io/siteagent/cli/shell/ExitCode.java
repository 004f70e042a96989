package io.siteagent.cli.shell;

/** What the command's exit status means; 64 is {@code EX_USAGE} of sysexits. */
public final class ExitCode {

    /** Everything is done, or as it should be. */
    public static final int DONE = 0;

    /** Something failed, was put off, or is not as it should be. */
    public static final int INCOMPLETE = 1;

    /** What was compared differs: {@code plan} has changes, {@code config diff} has differences. */
    public static final int CHANGES = 2;

    /** Usage, configuration or event can't be worked with; nothing was called. */
    public static final int BAD_INPUT = 64;

    private ExitCode() {}
}
