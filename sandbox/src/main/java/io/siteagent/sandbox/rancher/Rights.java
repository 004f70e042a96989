package io.siteagent.sandbox.rancher;

/** What the user behind an API key may do. */
public enum Rights {
    /** Everything, as a cluster owner. */
    OWNER,
    /** Everything inside a namespace or project, but no list over a whole cluster. */
    NAMESPACE_BY_NAMESPACE,
    /** Nothing: Norman shows empty lists, Kubernetes answers 403. */
    NONE
}
