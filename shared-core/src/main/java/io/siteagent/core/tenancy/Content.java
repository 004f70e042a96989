package io.siteagent.core.tenancy;

import java.util.List;
import java.util.stream.Stream;

/**
 * What customers have in a tenant's project.
 *
 * @param pods pods that have not ended
 * @param volumeClaims PersistentVolumeClaims
 * @param namespaces where they are
 */
public record Content(long pods, long volumeClaims, List<String> namespaces) {

    public boolean isEmpty() {
        return pods == 0 && volumeClaims == 0;
    }

    /** {@code "3 running pods and 2 persistent volume claims in namespace waldur-genome"}. */
    public String describe() {
        return "%s and %s in namespace %s"
                .formatted(
                        count(pods, "running pod"),
                        count(volumeClaims, "persistent volume claim"),
                        String.join(", ", namespaces));
    }

    Content plus(Content other) {
        return new Content(
                pods + other.pods,
                volumeClaims + other.volumeClaims,
                Stream.concat(namespaces.stream(), other.namespaces.stream()).toList());
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
