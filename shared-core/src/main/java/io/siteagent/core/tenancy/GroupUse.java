package io.siteagent.core.tenancy;

/**
 * Who else needs a tenant's groups.
 *
 * @param otherResources other resources of the same Waldur project that still live
 * @param otherBindings bindings of the same principal in other projects
 * @param otherChildren other children of the parent group
 */
public record GroupUse(int otherResources, int otherBindings, int otherChildren) {

    boolean childIsShared() {
        return otherResources > 0 || otherBindings > 0;
    }

    boolean parentIsShared() {
        return childIsShared() || otherChildren > 0;
    }
}
