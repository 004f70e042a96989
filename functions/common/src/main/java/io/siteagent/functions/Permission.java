package io.siteagent.functions;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Whether a function may change anything. */
enum Permission {
    /** It only says what it would do: how an installation starts. */
    PLAN,
    APPLY;

    /** {@code plan} or {@code apply}; blank means apply, for functions that nobody deployed by the template. */
    static final String VARIABLE = "SITE_AGENT_MODE";

    /** @throws IllegalStateException if the variable says something else: a guess would be the wrong one */
    static Permission of(UnaryOperator<@Nullable String> environment) {
        var given = environment.apply(VARIABLE);
        return switch (given == null ? "" : given.strip().toLowerCase(Locale.ROOT)) {
            case "plan" -> PLAN;
            case "apply", "" -> APPLY;
            default -> throw new IllegalStateException(VARIABLE + " is neither plan nor apply");
        };
    }
}
