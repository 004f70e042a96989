package io.siteagent.core.config;

/**
 * How what was sold is enforced.
 *
 * @param scope where the quota lives ({@code quota_scope}, default {@code project})
 * @param storage whether volume claims are limited too ({@code enforce_storage}, default no); the layout of
 *     {@link Scope#NAMESPACE} always limits them
 */
public record QuotaSettings(Scope scope, boolean storage) {

    public static final QuotaSettings DEFAULT = new QuotaSettings(Scope.PROJECT, false);

    /** Where the quota lives. */
    public enum Scope {
        /** Rancher's project quota: all namespaces of the project together, present and later ones. */
        PROJECT,
        /** The predecessor's layout: one ResourceQuota in the managed namespace; other namespaces are not limited. */
        NAMESPACE
    }
}
