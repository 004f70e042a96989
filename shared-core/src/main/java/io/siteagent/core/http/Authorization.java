package io.siteagent.core.http;

import java.util.Optional;

/** What proves to a system who we are. Thread-safe. */
public interface Authorization {

    /** Nothing: the request says itself who we are. */
    Authorization NONE = of(Optional.empty());

    /**
     * Value of the header; empty when none is sent.
     *
     * @throws RemoteException when it has to be fetched and can't be
     */
    Optional<String> header();

    /**
     * The system has refused a header of {@link #header}.
     *
     * @return whether another may do better
     */
    boolean renew(String refused);

    /** One that never changes. */
    static Authorization fixed(String header) {
        return of(Optional.of(header));
    }

    private static Authorization of(Optional<String> header) {
        return new Authorization() {
            @Override
            public Optional<String> header() {
                return header;
            }

            @Override
            public boolean renew(String refused) {
                return false;
            }
        };
    }
}
