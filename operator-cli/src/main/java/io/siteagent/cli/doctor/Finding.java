package io.siteagent.cli.doctor;

/**
 * What one check came to.
 *
 * @param check stable name of the check, for machines: {@code rancher.cluster}
 * @param what what was found
 * @param why why it matters; empty when all is well
 * @param remedy what exactly to do; empty when there is nothing to be done
 */
record Finding(String check, Verdict verdict, String what, String why, String remedy) {

    /** How bad it is. */
    enum Verdict {
        GOOD,
        /** Could not be looked at, for want of a right that the work itself does not need. */
        UNKNOWN,
        /** Works, but not for long or not fully. */
        WARNING,
        /** Keeps the agent from its work. */
        FAULT
    }

    static Finding good(String check, String what) {
        return new Finding(check, Verdict.GOOD, what, "", "");
    }

    static Finding unknown(String check, String what, String remedy) {
        return new Finding(check, Verdict.UNKNOWN, what, "", remedy);
    }

    static Finding warning(String check, String what, String why, String remedy) {
        return new Finding(check, Verdict.WARNING, what, why, remedy);
    }

    static Finding fault(String check, String what, String why, String remedy) {
        return new Finding(check, Verdict.FAULT, what, why, remedy);
    }
}
