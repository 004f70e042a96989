package io.siteagent.core.config;

/**
 * One parameter of Parameter Store. Its text form is its name: the value may be a secret (law 12).
 *
 * @param name full path, e.g. {@code /waldur-site-agent/prod/offerings/gpu/settings}
 * @param secure whether it is a SecureString
 */
public record Parameter(String name, String value, boolean secure) {

    @Override
    public String toString() {
        return name;
    }
}
