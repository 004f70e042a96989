package io.siteagent.core.tenancy;

/**
 * Order of the changes within a lane; changes of one stage don't depend on each other and are made at the same time.
 */
enum Stage {
    /** Access that nobody should have is taken away first: no other failure may keep it alive. */
    WITHDRAW,
    FOUNDATION,
    CONTENT,
    ACCESS,
    SHRINK,
    REPLACE,
    CLEAR,
    REMOVE;

    static Stage of(Change change) {
        return switch (change) {
            case Change.CreateProject _, Change.UpdateProject _, Change.CreateGroup _ -> FOUNDATION;
            case Change.RecordBackendId _, Change.EnsureNamespace _, Change.CreateChildGroup _, Change.MarkGroup _ ->
                CONTENT;
            case Change.EnsureQuota _, Change.BindRole _, Change.AddMember _, Change.RemoveMember _ -> ACCESS;
            case Change.LowerProjectQuota _ -> SHRINK;
            case Change.DeleteQuota _ -> REPLACE;
            case Change.Unbind unbind -> unbind.why() == Change.Unbind.Why.REPLACED ? REPLACE : WITHDRAW;
            case Change.DeleteNamespace _, Change.DeleteGroup _ -> CLEAR;
            case Change.DeleteProject _, Change.DeleteEmptyParent _ -> REMOVE;
        };
    }
}
