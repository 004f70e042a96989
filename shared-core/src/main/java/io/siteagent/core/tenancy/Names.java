package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names that we choose. Object names follow from the resource's UUID alone, so that "create" and "repair" are one
 * idempotent call (law 2).
 */
final class Names {

    private static final int DNS_LABEL = 63;
    private static final int DIGEST = 8;

    private Names() {}

    /**
     * Object name of the Rancher project. Twenty hex digits keep {@code <cluster>-<project>_<binding>}, which Rancher
     * writes into labels, within 63 characters; the annotation holds the whole UUID.
     */
    static String project(WaldurUuid resource) {
        return "p-" + (resource.isWellFormed() ? resource.hex().substring(0, 20) : digest(resource.hex(), 20));
    }

    /** Object name of a ProjectRoleTemplateBinding: subject and role can't be changed, so they are part of it. */
    static String binding(WaldurUuid resource, String roleTemplate, String principal) {
        return "prtb-" + digest(resource.hex() + '\n' + roleTemplate + '\n' + principal, 16);
    }

    /** What the project is called for people: prefix and slug. */
    static String display(String prefix, String slugOrFallback) {
        return prefix + slugOrFallback;
    }

    /** Without a slug the predecessor falls back to the start of the UUID. */
    static String fallbackSlug(WaldurUuid resource) {
        return "resource-"
                + resource.hex().substring(0, Math.min(8, resource.hex().length()));
    }

    /**
     * The display name as a DNS label: unchanged when it is one, otherwise made one, with a digest so that two stay
     * two.
     */
    static String namespace(String displayName) {
        var label = displayName
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9-]", "-")
                .replaceAll("^-+", "")
                .replaceAll("-+$", "");
        if (label.equals(displayName) && label.length() <= DNS_LABEL) {
            return label;
        }
        var head = label.substring(0, Math.min(label.length(), DNS_LABEL - DIGEST - 1))
                .replaceAll("-+$", "");
        return (head.isEmpty() ? "ns" : head) + "-" + digest(displayName, DIGEST);
    }

    /** Principal under which Rancher knows a Keycloak group: by its name, never by id or path. */
    static String principal(String groupName) {
        return "keycloakoidc_group://" + groupName;
    }

    private static String digest(String text, int length) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
