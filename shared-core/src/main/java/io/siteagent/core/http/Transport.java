package io.siteagent.core.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.siteagent.core.http.Attempted.Failed;
import io.siteagent.core.http.Attempted.Succeeded;
import io.siteagent.core.http.RemoteException.Reason;
import java.io.IOException;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Calls one system: sends an {@link Exchange}, repeats it where that helps and does no harm, and gives what a decoder
 * makes of the answer. Whatever goes wrong is a {@link RemoteException}. Thread-safe.
 */
public final class Transport {

    /** Longest answer that is read; a page of 500 pods has a few megabytes. */
    private static final long LONGEST_ANSWER = 32L << 20;

    /** What is read of a failure. */
    private static final long LONGEST_FAILURE = 16L << 10;

    private final RemoteSystem system;
    private final HttpUrl base;
    private final OkHttpClient client;
    private final Authorization authorization;
    private final Wire wire;

    /**
     * @param base root of the system, ending in a slash
     * @throws IllegalArgumentException if {@code base} is not an HTTP address
     */
    public Transport(RemoteSystem system, URI base, boolean verifyCertificate, Authorization authorization, Wire wire) {
        this.system = system;
        this.authorization = authorization;
        this.base = HttpUrl.get(base.toString());
        this.wire = wire;
        this.client = HttpClients.client(verifyCertificate, wire.limits());
    }

    /**
     * Makes the call.
     *
     * @throws RemoteException when no attempt gave an answer that the decoder understood
     */
    public <T> T call(Exchange exchange, Answer.Decoder<T> decoder) {
        try {
            return switch (Retries.run(
                    wire.retries(), wire.deadline(), number -> this.<T>attempt(exchange, decoder, number))) {
                case Succeeded<T>(var value) -> value;
                case Failed<T> failed -> throw failed.failure();
            };
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure(exchange, Reason.TRANSIENT, 0, "interrupted");
        }
    }

    private <T> Attempted<T> attempt(Exchange exchange, Answer.Decoder<T> decoder, int number) {
        if (wire.deadline().left().isZero()) {
            return failed(failure(exchange, Reason.TRANSIENT, 0, "no time left in this run"));
        }
        try {
            var attempt = new Attempt(exchange, number, authorization.header(), new Sent());
            return send(attempt, client.newCall(request(attempt)), decoder);
        } catch (RemoteException nobody) {
            return failed(nobody);
        } catch (UnsendableCredential unsendable) {
            return failed(failure(exchange, Reason.UNAUTHORIZED, 0, unsendable.what()));
        }
    }

    /**
     * One attempt of a call.
     *
     * @param header proves who we are
     */
    private record Attempt(Exchange exchange, int number, Optional<String> header, Sent sent) {}

    private <T> Attempted<T> send(Attempt attempt, Call call, Answer.Decoder<T> decoder) {
        var exchange = attempt.exchange();
        var left = wire.deadline().left();
        var limit =
                left.compareTo(wire.limits().call()) < 0 ? left : wire.limits().call();
        call.timeout().timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        var started = System.nanoTime();
        var status = 0;
        try (var response = call.execute()) {
            status = response.code();
            return response.isSuccessful()
                    ? new Succeeded<>(decoder.decode(answer(response)))
                    : unsuccessful(attempt, response);
        } catch (MalformedAnswer e) {
            return failed(failure(exchange, Reason.MALFORMED, status, e.what()));
        } catch (IOException e) {
            return broken(exchange, status, attempt.sent(), e);
        } finally {
            wire.observer().ended(observed(exchange, status, System.nanoTime() - started, attempt.number()));
        }
    }

    private Request request(Attempt attempt) throws UnsendableCredential {
        var exchange = attempt.exchange();
        var url = base.newBuilder();
        exchange.path().forEach(url::addPathSegment);
        exchange.query().forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
        var body = switch (exchange.content()) {
            case Exchange.Content.None() -> null;
            case Exchange.Content.Body(var value, var mediaType) ->
                RequestBody.create(
                        JsonValues.write(value).getBytes(StandardCharsets.UTF_8), okhttp3.MediaType.get(mediaType));
            case Exchange.Content.Form(var fields) -> {
                var form = new FormBody.Builder(StandardCharsets.UTF_8);
                fields.forEach(form::add);
                yield form.build();
            }
        };
        var request = new Request.Builder()
                .url(url.build())
                .method(exchange.method().name(), body)
                .tag(Sent.class, attempt.sent());
        try {
            attempt.header().ifPresent(header -> request.header("Authorization", header));
        } catch (IllegalArgumentException _) {
            throw new UnsendableCredential();
        }
        return request.build();
    }

    private static Answer answer(Response response) {
        return new Answer(
                name -> Optional.ofNullable(response.header(name)),
                new BoundedBody(response.body().byteStream(), LONGEST_ANSWER));
    }

    private <T> Failed<T> unsuccessful(Attempt attempt, Response response) throws IOException {
        var exchange = attempt.exchange();
        var status = response.code();
        var body = new String(response.body().byteStream().readNBytes((int) LONGEST_FAILURE), StandardCharsets.UTF_8);
        var reason = FailureReason.of(status, ServerWords.parse(body));
        var detail = response.isRedirect()
                ? "answered with a redirection: is the configured address exact, with https and without a detour?"
                : ServerWords.in(body);
        var retryAfter = Optional.ofNullable(response.header(HttpClients.RETRY_AFTER))
                .flatMap(
                        value -> RetryAfter.parse(value, wire.deadline().clock().instant()));
        var renewed = status == HttpURLConnection.HTTP_UNAUTHORIZED
                && attempt.number() == 1
                && attempt.header().filter(authorization::renew).isPresent();
        var repeat = renewed
                || switch (exchange.repetition()) {
                    case REPEATABLE -> status >= 500 || status == 429 || status == 408;
                    case ONCE -> (status == 429 || status == 503) && retryAfter.isPresent();
                };
        return new Failed<>(failure(exchange, reason, status, detail), repeat, retryAfter);
    }

    /** An answer that is cut short or no JSON is seldom the last word: a proxy is restarting, a connection closed. */
    private <T> Failed<T> broken(Exchange exchange, int status, Sent sent, IOException broken) {
        var repeatable = exchange.repetition() == Repetition.REPEATABLE;
        return switch (broken) {
            case JsonProcessingException e -> {
                var what = e instanceof JsonEOFException ? "cut short" : "not JSON";
                yield new Failed<>(failure(exchange, Reason.MALFORMED, status, what), repeatable, Optional.empty());
            }
            default -> {
                var failure = new RemoteException(
                        Reason.TRANSIENT,
                        system,
                        exchange.operation(),
                        exchange.object(),
                        status,
                        BrokenCall.describe(broken),
                        broken);
                var repeat = (repeatable || !sent.maybe()) && BrokenCall.mayPass(broken);
                yield new Failed<>(failure, repeat, Optional.empty());
            }
        };
    }

    /** The credential holds a line break or another character that no header can hold. */
    private static final class UnsendableCredential extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        String what() {
            return "the configured credential has characters that cannot be sent";
        }
    }

    private static <T> Failed<T> failed(RemoteException failure) {
        return new Failed<>(failure, false, Optional.empty());
    }

    private RemoteException failure(Exchange exchange, Reason reason, int status, String detail) {
        return new RemoteException(reason, system, exchange.operation(), exchange.object(), status, detail, null);
    }

    private CallObserver.Attempt observed(Exchange exchange, int status, long nanos, int number) {
        return new CallObserver.Attempt(
                system,
                exchange.method().name(),
                exchange.operation(),
                status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                Duration.ofNanos(nanos),
                number);
    }
}
