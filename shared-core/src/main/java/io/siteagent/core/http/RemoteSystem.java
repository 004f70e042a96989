package io.siteagent.core.http;

/** A system that the agent calls; names the culprit in every failure and every count. */
public enum RemoteSystem {
    WALDUR("Waldur"),
    RANCHER("Rancher"),
    KEYCLOAK("Keycloak"),
    SSM("SSM Parameter Store"),
    SQS("SQS");

    private final String displayName;

    RemoteSystem(String displayName) {
        this.displayName = displayName;
    }

    @Override
    public String toString() {
        return displayName;
    }
}
