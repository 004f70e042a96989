package io.siteagent.core.rancher;

import java.util.Optional;

/**
 * A namespace of the downstream cluster as Norman shows it.
 *
 * @param projectId {@code <cluster>:<project>}; empty outside of all projects
 */
public record VisibleNamespace(String name, Optional<String> projectId) {}
