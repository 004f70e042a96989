package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The merge behind {@code PATCH} with {@code application/apply-patch+yaml}: what a manager leaves out of a later apply
 * is removed unless somebody else owns it too, and what it names becomes its own.
 */
final class ServerSideApply {

    private final ObjectKey key;
    private final ManagedFields.Owner owner;
    private final boolean force;

    ServerSideApply(ObjectKey key, String manager, boolean force) {
        this.key = key;
        this.owner = new ManagedFields.Owner(manager, true);
        this.force = force;
    }

    /**
     * The object as it is after the apply, without ownership, which {@link #ownership} tells.
     *
     * @throws Refused 409 when another manager owns a field with another value and the request does not force
     */
    ObjectNode merge(ObjectNode live, ObjectNode intent) {
        var fields = ManagedFields.of(live);
        var named = ManagedFields.leaves(intent);
        refuseConflicts(fields, live, intent, named);
        var merged = live.deepCopy();
        for (var path : fields.of(owner)) {
            boolean filledByOthers = ManagedFields.at(merged, path) instanceof ObjectNode map && !map.isEmpty();
            if (!named.contains(path)
                    && !filledByOthers
                    && fields.otherOwner(path, owner).isEmpty()) {
                remove(merged, path);
            }
        }
        named.forEach(path -> put(merged, path, ManagedFields.at(intent, path)));
        return merged;
    }

    /** Ownership after {@link #merge}: a value that was changed by force is nobody else's any more. */
    ManagedFields ownership(ObjectNode live, ObjectNode intent) {
        var fields = ManagedFields.of(live);
        var named = ManagedFields.leaves(intent);
        for (var path : named) {
            if (!ManagedFields.at(live, path).equals(ManagedFields.at(intent, path))) {
                fields.takeFromOthers(path, owner);
            }
        }
        fields.set(owner, new LinkedHashSet<>(named));
        return fields;
    }

    private void refuseConflicts(ManagedFields fields, ObjectNode live, ObjectNode intent, Set<List<String>> named) {
        if (force) {
            return;
        }
        var conflicts = new TreeMap<String, String>();
        for (var path : named) {
            if (!ManagedFields.at(live, path).equals(ManagedFields.at(intent, path))) {
                fields.otherOwner(path, owner)
                        .ifPresent(other -> conflicts.put(
                                "." + String.join(".", path),
                                "conflict with \"%s\" using %s"
                                        .formatted(other.manager(), key.kind().apiVersion())));
            }
        }
        if (!conflicts.isEmpty()) {
            throw Refused.applyConflict(conflicts);
        }
    }

    private static void put(ObjectNode object, List<String> path, JsonNode value) {
        var parent = Json.ensure(object, path.subList(0, path.size() - 1).toArray(String[]::new));
        if (!(value.isObject() && parent.path(path.getLast()).isObject())) {
            parent.set(path.getLast(), value.deepCopy());
        }
    }

    /** Removes a field and the maps that become empty by it. */
    private static void remove(ObjectNode object, List<String> path) {
        for (int length = path.size(); length > 0; length--) {
            var parent = Json.child(object, path.subList(0, length - 1).toArray(String[]::new));
            if (parent.isEmpty()) {
                return;
            }
            parent.get().remove(path.get(length - 1));
            if (!parent.get().isEmpty()) {
                return;
            }
        }
    }
}
