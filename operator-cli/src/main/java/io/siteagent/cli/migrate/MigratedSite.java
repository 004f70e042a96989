package io.siteagent.cli.migrate;

import java.util.List;
import java.util.Map;

/**
 * A configuration in our layout, secrets apart.
 *
 * @param settings root keys
 */
record MigratedSite(Map<String, Object> settings, List<MigratedOffering> offerings) {

    /**
     * One offering.
     *
     * @param slug its folder
     * @param secrets by the name of their parameter
     */
    record MigratedOffering(String slug, Map<String, Object> settings, Map<String, String> secrets) {

        @Override
        public String toString() {
            return slug;
        }
    }
}
