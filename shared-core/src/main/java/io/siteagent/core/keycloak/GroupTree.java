package io.siteagent.core.keycloak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.representations.idm.GroupRepresentation;

/** A search gives matches inside the tree of their parents, on every version of the server. */
final class GroupTree {

    private GroupTree() {}

    /** The groups of exactly that name, on any level. */
    static List<Group> named(List<GroupRepresentation> tree, String name) {
        var found = new ArrayList<Group>();
        collect(tree, Optional.empty(), name, found);
        return found;
    }

    private static void collect(
            List<GroupRepresentation> level, Optional<GroupRepresentation> parent, String name, List<Group> found) {
        for (var group : level) {
            if (name.equals(group.getName())) {
                found.add(group(
                        group,
                        parent.map(GroupRepresentation::getId).or(() -> Optional.ofNullable(group.getParentId())),
                        parent.map(GroupRepresentation::getName)));
            }
            var children = group.getSubGroups();
            if (children != null) {
                collect(children, Optional.of(group), name, found);
            }
        }
    }

    static Group child(String parentId, GroupRepresentation group) {
        return group(group, Optional.of(parentId), Optional.empty());
    }

    private static Group group(GroupRepresentation group, Optional<String> parentId, Optional<String> parentName) {
        var attributes = group.getAttributes();
        return new Group(
                group.getId(),
                group.getName(),
                group.getPath(),
                parentId,
                parentName,
                attributes == null ? Map.of() : Map.copyOf(attributes));
    }
}
