package io.siteagent.core.config;

import io.siteagent.core.config.MembershipSettings.Downscaling;
import io.siteagent.core.config.MembershipSettings.Unmanaged;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The settings in {@code backend_settings} that say who gets access and how it is taken away. */
final class MembershipReader {

    private static final Pattern WALDUR_ROLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*\\.[A-Za-z0-9_ -]+");
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z0-9_.-]{1,255}");
    private static final int LONGEST_INTERVAL = 7 * 24 * 60;
    private static final int MANY = 1_000_000;

    private MembershipReader() {}

    static MembershipSettings read(Section section) {
        return new MembershipSettings(
                section.section("role_map").map(MembershipReader::roles).orElse(Map.of()),
                unmanaged(section),
                section.section("removal_brake").map(MembershipReader::brake).orElse(RemovalBrake.DEFAULT),
                new Downscaling(
                        share(section, "downscaled_share", Downscaling.DEFAULT.share()),
                        section.section("downscaled_limits")
                                .map(MembershipReader::amounts)
                                .orElse(Map.of())),
                attribute(section),
                section.flag("refresh_principals", false),
                Duration.ofMinutes(whole(section, "last_sync_minutes", 60, 1, LONGEST_INTERVAL)));
    }

    private static Map<String, String> roles(Section section) {
        var roles = new TreeMap<String, String>();
        for (var role : section.keys()) {
            var template = section.text(role);
            if (!role.equals(MembershipSettings.ANY_ROLE)
                    && !WALDUR_ROLE.matcher(role).matches()) {
                section.problem(
                        role,
                        "is not a role of Waldur's; write it like PROJECT.ADMIN, or \"*\" for every role that has no"
                                + " entry");
            } else if (template.filter(id -> !KubernetesNames.isSubdomain(id)).isPresent()) {
                section.problem(role, "is not the id of a Rancher role template; write one like project-member");
            } else {
                template.ifPresent(id -> roles.put(role, id));
            }
        }
        section.finish(Map.of(), Map.of());
        return Map.copyOf(roles);
    }

    private static Unmanaged unmanaged(Section section) {
        return switch (section.text("unmanaged_members").orElse("keep")) {
            case "keep" -> Unmanaged.KEEP;
            case "remove" -> Unmanaged.REMOVE;
            default -> {
                section.problem("unmanaged_members", "must be `keep` or `remove`");
                yield Unmanaged.KEEP;
            }
        };
    }

    private static RemovalBrake brake(Section section) {
        var standard = RemovalBrake.DEFAULT;
        var brake = new RemovalBrake(
                whole(section, "max_removals", standard.perGroup(), 0, MANY),
                share(section, "max_share", BigDecimal.valueOf(standard.shareOfGroup()))
                        .doubleValue(),
                whole(section, "always_allowed", standard.alwaysAllowed(), 0, MANY),
                whole(section, "max_removals_per_run", standard.perRun(), 0, MANY),
                share(section, "max_share_per_run", BigDecimal.valueOf(standard.shareOfRun()))
                        .doubleValue());
        section.finish(Map.of(), Map.of());
        return brake;
    }

    private static Map<String, BigDecimal> amounts(Section section) {
        var amounts = new TreeMap<String, BigDecimal>();
        for (var component : section.keys()) {
            section.number(component).ifPresent(amount -> {
                if (amount.signum() < 0) {
                    section.problem(component, "must not be negative");
                }
                amounts.put(component, amount);
            });
        }
        section.finish(Map.of(), Map.of());
        return Map.copyOf(amounts);
    }

    private static Optional<String> attribute(Section section) {
        var attribute = section.text("keycloak_user_attribute");
        attribute
                .filter(name -> !ATTRIBUTE.matcher(name).matches())
                .ifPresent(_ -> section.problem(
                        "keycloak_user_attribute", "is not the name of an attribute: letters, digits, `_`, `.`, `-`"));
        return attribute;
    }

    private static BigDecimal share(Section section, String key, BigDecimal fallback) {
        var share = section.number(key).orElse(fallback);
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            section.problem(key, "must be a number from 0 to 1");
            return fallback;
        }
        return share;
    }

    private static int whole(Section section, String key, int fallback, int least, int most) {
        var number = section.number(key).orElse(BigDecimal.valueOf(fallback));
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            section.problem(key, "must be a whole number, %d to %d".formatted(least, most));
            return fallback;
        }
        return number.intValueExact();
    }
}
