package io.siteagent.core.config;

import java.util.regex.Pattern;

/**
 * What Kubernetes accepts as names and labels (its documentation, "Object Names and IDs" and "Labels and Selectors").
 */
final class KubernetesNames {

    private static final Pattern DNS_LABEL_START = Pattern.compile("[a-z0-9]([a-z0-9-]{0,39})");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private KubernetesNames() {}

    /** Whether a namespace name may begin with it and still leave room for a slug. */
    static boolean beginsDnsLabel(String text) {
        return DNS_LABEL_START.matcher(text).matches();
    }

    static boolean isSubdomain(String text) {
        return text.length() <= 253 && SUBDOMAIN.matcher(text).matches();
    }

    static boolean isLabelValue(String text) {
        return text.isEmpty() || LABEL.matcher(text).matches();
    }

    /** {@code name} or {@code domain/name}: keys of labels, names of extended resources. */
    static boolean isQualifiedName(String text) {
        int slash = text.indexOf('/');
        var name = text.substring(slash + 1);
        return LABEL.matcher(name).matches() && (slash < 0 || isSubdomain(text.substring(0, slash)));
    }
}
