package io.siteagent.core.rancher;

import java.util.Map;

/** A Kubernetes ResourceQuota: what is enforced ({@code spec.hard}) and what is counted ({@code status.used}). */
public record ResourceQuota(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, Quantity> hard,
        Map<String, Quantity> used) {}
