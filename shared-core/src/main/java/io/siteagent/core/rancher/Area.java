package io.siteagent.core.rancher;

/** Where objects that live in namespaces are listed. */
public sealed interface Area {

    /** All namespaces at once: one list, for tokens that may read the whole cluster. */
    record WholeCluster() implements Area {}

    record OneNamespace(String name) implements Area {}
}
