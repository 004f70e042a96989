package io.siteagent.core.rancher;

import java.util.Map;

/**
 * Everything that we own of a project, for one server-side apply. What is left out of a later apply is removed by the
 * server, so it is always complete.
 */
public record ProjectApply(
        String name,
        String displayName,
        String description,
        Map<String, String> annotations,
        Map<String, String> labels,
        QuotaLimit limit,
        QuotaLimit namespaceDefault,
        QuotaLimit containerDefault) {}
