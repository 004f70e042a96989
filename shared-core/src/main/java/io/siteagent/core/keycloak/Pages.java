package io.siteagent.core.keycloak;

import java.util.ArrayList;
import java.util.List;

/** Reads Keycloak's lists to their end; their default pages hold 10 children or 100 members. */
final class Pages {

    private static final int SIZE = 1000;

    private Pages() {}

    /** Reads one page. */
    interface Page<T> {
        List<T> read(int first, int max);
    }

    static <T> List<T> all(Page<T> pages) {
        var all = new ArrayList<T>();
        List<T> page;
        do {
            page = pages.read(all.size(), SIZE);
            all.addAll(page);
        } while (page.size() >= SIZE);
        return all;
    }
}
