package io.siteagent.core.config;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One component of the offering ({@code backend_components.<key>}): how an amount that Waldur sells becomes an amount
 * in Kubernetes.
 *
 * @param key the component's type in Waldur, under which limits and usage travel
 * @param kind what it is in Kubernetes, from the configuration's {@code type}
 * @param k8sResource the extended resource it stands for ({@code k8s_resource}), e.g. {@code nvidia.com/gpu}; wins over
 *     {@code kind}
 * @param unitFactor backend amount = Waldur amount × factor; backend unit is cores, GiB or a count
 */
public record Component(
        String key,
        Kind kind,
        Optional<String> k8sResource,
        BigDecimal unitFactor,
        AccountingType accountingType,
        String label,
        String measuredUnit) {

    /** What a component measures. */
    public enum Kind {
        /** cores */
        CPU,
        /** GiB of memory */
        RAM,
        /** GiB of persistent volume claims */
        STORAGE,
        /** devices of {@code nvidia.com/gpu} unless {@code k8s_resource} names another */
        GPU,
        /** known to Waldur only; neither enforced nor reported */
        OTHER
    }

    /** How Waldur accounts for it ({@code accounting_type}). */
    public enum AccountingType {
        USAGE,
        LIMIT,
        ONE
    }
}
