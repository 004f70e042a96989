package io.siteagent.core.tenancy;

/**
 * Order of the changes within a lane; changes of one stage don't depend on each other and are made at the same time.
 */
enum Stage {
    FOUNDATION,
    CONTENT,
    ACCESS,
    SHRINK,
    REVOKE,
    CLEAR,
    REMOVE;

    static Stage of(Change change) {
        return switch (change) {
            case Change.CreateProject _, Change.UpdateProject _, Change.CreateGroup _ -> FOUNDATION;
            case Change.RecordBackendId _, Change.EnsureNamespace _, Change.CreateChildGroup _, Change.MarkGroup _ ->
                CONTENT;
            case Change.BindRole _, Change.AddMember _ -> ACCESS;
            case Change.LowerProjectQuota _ -> SHRINK;
            case Change.Unbind _, Change.RemoveMember _ -> REVOKE;
            case Change.DeleteNamespace _, Change.DeleteGroup _ -> CLEAR;
            case Change.DeleteProject _, Change.DeleteEmptyParent _ -> REMOVE;
        };
    }
}
