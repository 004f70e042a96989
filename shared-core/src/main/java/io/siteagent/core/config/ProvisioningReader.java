package io.siteagent.core.config;

import java.math.BigDecimal;
import java.time.Period;
import java.util.Map;

/** The settings in {@code backend_settings} that say how a project is limited and how it ends. */
final class ProvisioningReader {

    private static final int LONGEST_RETENTION = 3650;

    private ProvisioningReader() {}

    static QuotaSettings quotas(Section section) {
        var scope = section.text("quota_scope").orElse("project");
        boolean storage = section.flag("enforce_storage", false);
        return switch (scope) {
            case "project" -> new QuotaSettings(QuotaSettings.Scope.PROJECT, storage);
            case "namespace" -> new QuotaSettings(QuotaSettings.Scope.NAMESPACE, storage);
            default -> {
                section.problem("quota_scope", "must be `project` or `namespace`");
                yield QuotaSettings.DEFAULT;
            }
        };
    }

    static DeletionMode deletion(Section section) {
        return section.isMap("deletion_mode")
                ? section.section("deletion_mode")
                        .map(ProvisioningReader::retain)
                        .orElseThrow()
                : plain(section);
    }

    private static DeletionMode plain(Section section) {
        return switch (section.text("deletion_mode").orElse("immediate")) {
            case "immediate" -> new DeletionMode.Immediate();
            case "refuse_when_not_empty" -> new DeletionMode.RefuseWhenNotEmpty();
            default -> {
                section.problem(
                        "deletion_mode", "must be `immediate`, `refuse_when_not_empty`, or a map `retain: <days>`");
                yield new DeletionMode.Immediate();
            }
        };
    }

    private static DeletionMode retain(Section section) {
        var days = section.number("retain");
        section.finish(Map.of(), Map.of());
        if (days.filter(ProvisioningReader::isTime).isEmpty()) {
            section.problem("retain", "must be a whole number of days, 1 to " + LONGEST_RETENTION);
            return new DeletionMode.Immediate();
        }
        return new DeletionMode.Retain(Period.ofDays(days.orElseThrow().intValueExact()));
    }

    private static boolean isTime(BigDecimal days) {
        return days.stripTrailingZeros().scale() <= 0
                && days.signum() > 0
                && days.compareTo(BigDecimal.valueOf(LONGEST_RETENTION)) <= 0;
    }
}
