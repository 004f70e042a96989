package io.siteagent.core.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The {@code Retry-After} header: seconds or an HTTP date (RFC 9110, 10.2.3). */
public final class RetryAfter {

    private RetryAfter() {}

    /** Never negative; empty for what is neither form. */
    public static Optional<Duration> parse(String value, Instant now) {
        try {
            return Optional.of(atLeastZero(Duration.ofSeconds(Integer.parseInt(value.strip()))));
        } catch (NumberFormatException _) {
            return parseDate(value.strip(), now);
        }
    }

    private static Optional<Duration> parseDate(String value, Instant now) {
        try {
            var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(atLeastZero(Duration.between(now, date.toInstant())));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
