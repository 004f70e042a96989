package io.siteagent.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The secrets by which Waldur's webhook is known ({@code webhook} in the document's root). */
final class WebhookReader {

    /** Part of a URL as it is, and too long to be guessed. */
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9_-]{24,128}");

    private WebhookReader() {}

    /** A secret with a problem is left out: with none left, no webhook is believed. */
    static List<Secret> read(Section root) {
        return root.section("webhook")
                .map(webhook -> {
                    var secrets = Stream.of(secret(webhook, "secret"), secret(webhook, "previous_secret"))
                            .flatMap(Optional::stream)
                            .toList();
                    webhook.finish(Map.of(), Map.of());
                    return secrets;
                })
                .orElse(List.of());
    }

    private static Optional<Secret> secret(Section webhook, String key) {
        if (!webhook.has(key)) {
            webhook.ignore(key);
            return Optional.empty();
        }
        return webhook.asWritten(key, "").flatMap(value -> {
            if (USABLE.matcher(value).matches()) {
                return Optional.of(new Secret(value));
            }
            webhook.problem(key, "must be 24 to 128 letters, digits, dashes and underscores: it is part of a URL");
            return Optional.empty();
        });
    }
}
