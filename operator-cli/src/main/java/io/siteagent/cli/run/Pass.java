package io.siteagent.cli.run;

import io.siteagent.core.config.Mode;
import java.util.Locale;

/** The modes by the names of their functions, as they are typed. */
enum Pass {
    ORDER(Mode.ORDER_PROCESS),
    MEMBERSHIP(Mode.MEMBERSHIP_SYNC),
    REPORT(Mode.REPORT);

    private final Mode mode;

    Pass(Mode mode) {
        this.mode = mode;
    }

    Mode mode() {
        return mode;
    }

    static Pass of(Mode mode) {
        return switch (mode) {
            case ORDER_PROCESS -> ORDER;
            case MEMBERSHIP_SYNC -> MEMBERSHIP;
            case REPORT -> REPORT;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
