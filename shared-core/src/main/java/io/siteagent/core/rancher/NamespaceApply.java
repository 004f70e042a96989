package io.siteagent.core.rancher;

import java.util.Map;

/**
 * Everything that we own of a namespace, for one server-side apply: always complete, as what is left out is removed.
 *
 * @param projectId {@code <cluster>:<project>} it belongs to; empty for a namespace of somebody else, whose place we
 *     don't own
 * @param quota its share; {@link QuotaLimit#NONE} leaves the share to Rancher
 */
public record NamespaceApply(
        String name, String projectId, Map<String, String> annotations, Map<String, String> labels, QuotaLimit quota) {}
