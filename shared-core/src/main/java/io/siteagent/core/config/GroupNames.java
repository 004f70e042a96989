package io.siteagent.core.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates of the Keycloak group names ({@code keycloak_parent_group}, {@code keycloak_child_group}). Rancher sees
 * names only, so a rendered name must be unique in the realm.
 *
 * @param parent template with {@code {cluster_uuid_hex}} or {@code {cluster_id_8}}
 * @param child template with {@code {project_uuid_hex}}, {@code {project_slug}}, {@code {resource_uuid_hex}} and
 *     {@code {role_name}}
 */
public record GroupNames(String parent, String child) {

    /** The names that the predecessor's documentation promises. */
    public static final GroupNames DEFAULT =
            new GroupNames("c_{cluster_uuid_hex}", "project_{project_uuid_hex}_{role_name}");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9_]+)}");

    /** Fills a template; a placeholder without a value is an {@link IllegalArgumentException} that names it. */
    public static String render(String template, Map<String, String> values) {
        return PLACEHOLDER.matcher(template).replaceAll(found -> {
            var value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "Waldur tells no {%s}, which the name %s needs; servers before 8 tell slugs of orders only"
                                .formatted(found.group(1), template));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
