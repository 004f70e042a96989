package io.siteagent.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.siteagent.core.http.RemoteException.Reason;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A recorded answer, the call of ours that it answers, and what has to come of it.
 *
 * @param <C> client
 */
public record Replay<C>(String capture, Consumer<C> check) {

    /** The answer is understood, and the result passes the check. */
    public static <C, T> Replay<C> decoded(String capture, Function<C, T> call, Consumer<T> check) {
        return new Replay<>(capture, client -> check.accept(call.apply(client)));
    }

    /** The answer tells of success and of nothing else. */
    public static <C> Replay<C> accepted(String capture, Consumer<C> call) {
        return new Replay<>(capture, call);
    }

    /** The answer is a failure of that meaning, in these words. */
    public static <C> Replay<C> refused(String capture, Consumer<C> call, Reason reason, String words) {
        return new Replay<>(capture, client -> {
            var failure = catchThrowableOfType(RemoteException.class, () -> call.accept(client));
            assertThat(failure).as("failure").isNotNull();
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.detail()).contains(words).hasSizeLessThanOrEqualTo(300);
            assertThat(failure.getMessage()).doesNotContain("http://", "https://", "127.0.0.1");
        });
    }

    @Override
    public String toString() {
        return capture;
    }
}
