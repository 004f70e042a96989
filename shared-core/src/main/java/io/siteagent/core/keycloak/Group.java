package io.siteagent.core.keycloak;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of the realm.
 *
 * @param parentId empty for a top-level group
 * @param parentName name of the parent; empty for a top-level group
 */
public record Group(
        String id,
        String name,
        String path,
        Optional<String> parentId,
        Optional<String> parentName,
        Map<String, List<String>> attributes) {}
