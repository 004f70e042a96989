package io.siteagent.cli;

/** What the command's exit status means; 64 is {@code EX_USAGE} of sysexits. */
final class ExitCode {

    /** Everything is done. */
    static final int DONE = 0;

    /** Something failed, was put off, or an offering could not be served. */
    static final int INCOMPLETE = 1;

    /** Usage, configuration or event can't be worked with; nothing was called. */
    static final int BAD_INPUT = 64;

    private ExitCode() {}
}
