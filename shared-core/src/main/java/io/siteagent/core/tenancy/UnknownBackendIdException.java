package io.siteagent.core.tenancy;

/** Waldur has recorded a backend id that can't be a project of the offering's cluster. */
public final class UnknownBackendIdException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownBackendIdException(String backendId, String clusterId) {
        super(("backend id \"%s\" in Waldur is not a project of cluster %s; correct it in Waldur,"
                        + " or serve the resource from the offering of its cluster")
                .formatted(backendId, clusterId));
    }
}
