package io.siteagent.core.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The root of a server as people write it: with or without the slash at its end, with or without the part of the path
 * that belongs to the API. Plain {@code http} carries credentials readably, so it is accepted on loopback only.
 */
final class ServerUrl {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|localhost|\\[::1]");

    private ServerUrl() {}

    /**
     * @param example what to write when it is missing or wrong
     * @param apiPath last part of the path that is not part of the root; empty when there is none
     */
    static Optional<URI> read(Section section, String key, String example, String apiPath) {
        return section.required(key, "write the server's address, e.g. " + example)
                .flatMap(text -> parse(section, key, text, example))
                .filter(uri -> check(section, key, uri, example))
                .map(uri -> root(section, key, uri, apiPath));
    }

    /** The address of one endpoint, as it is written. */
    static Optional<URI> endpoint(Section section, String key, String example) {
        return section.required(key, "write its address, e.g. " + example)
                .flatMap(text -> parse(section, key, text, example))
                .filter(uri -> check(section, key, uri, example));
    }

    private static Optional<URI> parse(Section section, String key, String text, String example) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            section.problem(key, "is not a URL; write it like " + example);
            return Optional.empty();
        }
    }

    private static boolean check(Section section, String key, URI uri, String example) {
        var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        var host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !(scheme.equals("https") || scheme.equals("http"))) {
            section.problem(key, "is not the https URL of a server; write it like " + example);
        } else if (uri.getRawUserInfo() != null) {
            section.problem(key, "must not hold a user or password; credentials have keys of their own");
        } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            section.problem(key, "must end after the path, without `?` and `#`");
        } else if (scheme.equals("http") && !LOOPBACK.matcher(host).matches()) {
            section.problem(
                    key,
                    "must be https: plain http, which shows credentials to the network, is accepted for"
                            + " localhost, 127.x.x.x and [::1] only");
        } else if (uri.getPort() > 65535 || uri.getPort() == 0) {
            section.problem(key, "has a port outside 1…65535");
        } else {
            return true;
        }
        return false;
    }

    private static URI root(Section section, String key, URI uri, String apiPath) {
        var path = uri.getRawPath().replaceAll("/+$", "");
        if (!apiPath.isEmpty() && (path.equals("/" + apiPath) || path.endsWith("/" + apiPath))) {
            path = path.substring(0, path.length() - apiPath.length() - 1);
            if (!apiPath.equals("api")) {
                section.notice(key, "the `/%s` at its end is not needed and was left out".formatted(apiPath));
            }
        }
        return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + path + "/");
    }
}
