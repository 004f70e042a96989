package io.siteagent.core.tenancy;

/** Where a change is made. Lanes never wait for each other, and what fails in one does not stop the other. */
enum Lane {
    RANCHER,
    KEYCLOAK;

    static Lane of(Change change) {
        return switch (change) {
            case Change.CreateProject _,
                    Change.UpdateProject _,
                    Change.LowerProjectQuota _,
                    Change.RecordBackendId _,
                    Change.EnsureNamespace _,
                    Change.EnsureQuota _,
                    Change.DeleteQuota _,
                    Change.BindRole _,
                    Change.Unbind _,
                    Change.DeleteNamespace _,
                    Change.DeleteProject _ -> RANCHER;
            case Change.CreateGroup _,
                    Change.CreateChildGroup _,
                    Change.MarkGroup _,
                    Change.AddMember _,
                    Change.RemoveMember _,
                    Change.DeleteGroup _,
                    Change.DeleteEmptyParent _ -> KEYCLOAK;
        };
    }
}
