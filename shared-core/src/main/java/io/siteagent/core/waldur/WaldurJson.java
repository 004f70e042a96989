package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Waldur's JSON as records. Fields that one of the versions 7.0.7 to 8.x does not send are optional here. */
final class WaldurJson {

    private static final String ORDER_IN_PROGRESS = "order_in_progress";

    static final List<String> ORDER_FIELDS = List.of(
            "uuid",
            "offering_uuid",
            "marketplace_resource_uuid",
            "resource_name",
            "type",
            "state",
            "limits",
            "attributes",
            "customer_slug",
            "project_slug",
            "created");

    static final List<String> RESOURCE_FIELDS = List.of(
            "uuid",
            "offering_uuid",
            "name",
            "slug",
            "state",
            "backend_id",
            "project_uuid",
            "project_name",
            "project_slug",
            "customer_name",
            "customer_slug",
            "limits",
            "restrict_member_access",
            "paused",
            "downscaled",
            "last_sync");

    /** A resource with the order that it is busy with. */
    static final List<String> BUSY_RESOURCE_FIELDS = Stream.concat(
                    RESOURCE_FIELDS.stream(), Stream.of(ORDER_IN_PROGRESS))
            .toList();

    static final List<String> TEAM_FIELDS =
            List.of("uuid", "username", "offering_user_username", "role", "expiration_time");

    static final List<String> USAGE_FIELDS =
            List.of("uuid", "resource_uuid", "offering_uuid", "type", "usage", "billing_period", "created", "date");

    private WaldurJson() {}

    /** Asks for these fields only. */
    static Exchange trimmed(Exchange exchange, List<String> fields) {
        var trimmed = exchange;
        for (var field : fields) {
            trimmed = trimmed.query("field", field);
        }
        return trimmed;
    }

    static Order order(JsonValues json) {
        var type = json.text("type");
        var state = json.text("state");
        return new Order(
                json.required("uuid", WaldurUuid::of),
                json.required("offering_uuid", WaldurUuid::of),
                json.required("marketplace_resource_uuid", WaldurUuid::of),
                json.optionalText("resource_name").orElse(""),
                OrderType.ofWireName(type),
                type,
                OrderState.ofWireName(state),
                state,
                amounts(json.at("limits")),
                json.at("attributes").at("old_limits").isPresent(),
                json.optionalText("customer_slug"),
                json.optionalText("project_slug"),
                json.optionalText("created").flatMap(WaldurJson::moment));
    }

    /** For what only metrics tell of: an unusual form is no reason to leave an order alone. */
    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(instant(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static Resource resource(JsonValues json) {
        return new Resource(
                json.required("uuid", WaldurUuid::of),
                json.required("offering_uuid", WaldurUuid::of),
                json.text("name"),
                json.optionalText("slug"),
                ResourceState.ofWireName(json.text("state")),
                json.optionalText("backend_id"),
                json.required("project_uuid", WaldurUuid::of),
                json.optionalText("project_name").orElse(""),
                json.optionalText("project_slug"),
                json.optionalText("customer_name").orElse(""),
                json.optionalText("customer_slug"),
                amounts(json.at("limits")),
                json.flag("restrict_member_access"),
                json.flag("paused"),
                json.flag("downscaled"),
                lastSync(json));
    }

    private static Optional<Instant> lastSync(JsonValues json) {
        return json.has("last_sync")
                ? json.optional("last_sync", WaldurJson::instant).or(() -> Optional.of(Instant.EPOCH))
                : Optional.empty();
    }

    static BusyResource busyResource(JsonValues json) {
        var order = json.at(ORDER_IN_PROGRESS);
        return new BusyResource(resource(json), order.optional("uuid", WaldurUuid::of), order.optionalText("state"));
    }

    static Map.Entry<WaldurUuid, Instant> creation(JsonValues json) {
        return Map.entry(json.required("uuid", WaldurUuid::of), json.required("created", WaldurJson::instant));
    }

    static TeamMember teamMember(JsonValues json) {
        return new TeamMember(
                json.required("uuid", WaldurUuid::of),
                json.text("username"),
                json.optionalText("offering_user_username"),
                json.optionalText("role"),
                json.optional("expiration_time", WaldurJson::instant));
    }

    static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    static List<OfferingComponent> components(JsonValues json) {
        return json.at("components").elements().stream()
                .map(component -> new OfferingComponent(component.text("type"), component.text("billing_type")))
                .toList();
    }

    /** A row of the usage list with what it was asked for by. */
    record UsageRow(WaldurUuid uuid, WaldurUuid offering, YearMonth month, ComponentUsage usage) {}

    static UsageRow usage(JsonValues json) {
        return new UsageRow(
                json.required("uuid", WaldurUuid::of),
                json.required("offering_uuid", WaldurUuid::of),
                json.required("billing_period", day -> YearMonth.from(LocalDate.parse(day))),
                new ComponentUsage(
                        json.required("resource_uuid", WaldurUuid::of),
                        json.text("type"),
                        json.required("usage", BigDecimal::new),
                        json.optional("created", WaldurJson::instant),
                        json.optional("date", WaldurJson::instant)));
    }

    /** Limits come as numbers or texts; one that is null is one that is not set. */
    private static Map<String, BigDecimal> amounts(JsonValues json) {
        var amounts = new LinkedHashMap<String, BigDecimal>();
        json.members().forEach((type, value) -> value.asNumber().ifPresent(amount -> amounts.put(type, amount)));
        return amounts;
    }
}
