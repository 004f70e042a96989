package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /api/marketplace-component-usages/}: what was used in which month. */
final class UsagesApi {

    private UsagesApi() {}

    static Answer list(Caller caller) {
        var query = ListQuery.of(caller);
        var state = caller.state();
        var resource = query.uuid("resource_uuid");
        var offering = query.uuid("offering_uuid");
        var type = caller.request().parameter("type");
        var month = date(caller, "billing_period").map(YearMonth::from);
        var after = date(caller, "date_after");
        var rows = state.usages().values().stream()
                .filter(u -> caller.serves(state.offeringOf(resourceOf(state, u))))
                .filter(u -> resource.isEmpty() || resource.get().equals(u.resource()))
                .filter(u -> offering.isEmpty()
                        || offering.get().equals(resourceOf(state, u).offering()))
                .filter(u -> type.isEmpty() || type.get().equals(u.component()))
                .filter(u -> month.isEmpty() || month.get().equals(u.month()))
                .filter(u -> after.isEmpty()
                        || !u.date()
                                .isBefore(
                                        after.get().atStartOfDay(ZoneOffset.UTC).toInstant()))
                .map(u -> view(state, u))
                .toList();
        return query.page(rows);
    }

    static Answer detail(Caller caller, String uuid) {
        var state = caller.state();
        var usage = Caller.visible(
                "ComponentUsage", state.usages(), uuid, u -> caller.serves(state.offeringOf(resourceOf(state, u))));
        return Answer.json(200, ListQuery.of(caller).trimmed(view(state, usage)).toString());
    }

    private static ObjectNode view(WorldState state, Usage usage) {
        var resource = resourceOf(state, usage);
        var offering = state.offeringOf(resource);
        var component = offering.component(usage.component()).orElseThrow();
        var node = Views.object();
        new Views(state, "").putProject(node, state.projectOf(resource));
        node.remove("project_description");
        return node.put("uuid", usage.uuid())
                .put("created", Views.time(usage.created()))
                .put("description", usage.description())
                .put("type", component.type())
                .put("name", component.name())
                .put("measured_unit", component.measuredUnit())
                .put(
                        "usage",
                        usage.amount().setScale(2, RoundingMode.UNNECESSARY).toPlainString())
                .put("date", Views.time(usage.date()))
                .put("recurring", usage.recurring())
                .put("resource_name", resource.name())
                .put("resource_uuid", resource.uuid())
                .put("offering_name", offering.name())
                .put("offering_uuid", offering.uuid())
                .put("billing_period", usage.month().atDay(1).toString())
                .put("modified_by", 3);
    }

    /** The whole request or nothing. */
    static Answer set(Caller caller) {
        var body = caller.body();
        var entries = UsageEntry.all(body.path("usages"));
        var resource = resource(caller, body.path("resource").asText(""));
        var offering = caller.state().offeringOf(resource);
        if (!resource.takesUsage()) {
            throw Refused.field("resource", "Resource is not in valid state.");
        }
        refuseComponents(offering, entries);
        if (!caller.maySetUsage(offering)) {
            throw Refused.forbidden();
        }
        refuseExcess(offering, entries);
        var reported = date(body.path("date").asText(""));
        entries.forEach(entry -> store(caller, resource, entry, month(caller, offering, entry, reported)));
        var latest = new LinkedHashMap<String, String>();
        entries.forEach(e -> latest.put(
                e.type(), e.amount().setScale(2, RoundingMode.UNNECESSARY).toPlainString()));
        caller.state().put(resource.edit().currentUsages(latest).at(resource.modified()));
        return Answer.empty(201);
    }

    private static Resource resource(Caller caller, String uuid) {
        if (uuid.isEmpty()) {
            throw Refused.field("non_field_errors", "Either plan_period or resource should be provided.");
        }
        return Optional.ofNullable(caller.state().resources().get(Caller.hex(uuid)))
                .orElseThrow(() -> Refused.field("resource", "Object with uuid=%s does not exist.".formatted(uuid)));
    }

    private static void refuseComponents(Offering offering, List<UsageEntry> entries) {
        var invalid = entries.stream()
                .map(UsageEntry::type)
                .filter(type ->
                        offering.component(type).filter(Component::takesUsage).isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!invalid.isEmpty()) {
            throw Refused.field("non_field_errors", "These components are invalid: %s.".formatted(invalid));
        }
    }

    private static void refuseExcess(Offering offering, List<UsageEntry> entries) {
        for (var entry : entries) {
            var component = offering.component(entry.type()).orElseThrow();
            if (component.billingType().equals("usage")
                    && component.limitAmount().filter(entry::exceeds).isPresent()) {
                throw Refused.list("Total amount exceeds limit. Total amount: %s, limit: %d."
                        .formatted(
                                entry.amount()
                                        .setScale(2, RoundingMode.UNNECESSARY)
                                        .toPlainString(),
                                component.limitAmount().get()));
            }
        }
    }

    /** The month of the server's clock; newer servers let providers choose it for limit components. */
    private static YearMonth month(Caller caller, Offering offering, UsageEntry entry, Optional<LocalDate> reported) {
        boolean chosen = caller.isNewServer()
                && (caller.person().staff()
                        || offering.component(entry.type())
                                .filter(c -> c.billingType().equals("limit"))
                                .isPresent());
        return chosen && reported.isPresent()
                ? YearMonth.from(reported.get())
                : YearMonth.from(caller.now().atZone(ZoneOffset.UTC));
    }

    private static void store(Caller caller, Resource resource, UsageEntry entry, YearMonth month) {
        var usages = caller.state().usages();
        var uuid = Uuids.of(
                "usage",
                "%s/%s/%s/%s"
                        .formatted(
                                resource.uuid(),
                                entry.type(),
                                resource.planPeriod().orElse(""),
                                month));
        var created = Optional.ofNullable(usages.get(uuid)).map(Usage::created).orElse(caller.now());
        usages.put(
                uuid,
                new Usage(
                        uuid,
                        resource.uuid(),
                        entry.type(),
                        resource.planPeriod(),
                        month,
                        entry.amount(),
                        entry.description(),
                        entry.recurring(),
                        created,
                        caller.now()));
    }

    private static Resource resourceOf(WorldState state, Usage usage) {
        return WorldState.known(state.resources(), usage.resource());
    }

    private static Optional<LocalDate> date(Caller caller, String name) {
        try {
            return caller.request().parameter(name).map(LocalDate::parse);
        } catch (DateTimeException _) {
            throw Refused.field(name, "Enter a valid date.");
        }
    }

    private static Optional<LocalDate> date(String timestamp) {
        try {
            return timestamp.length() < 10
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(timestamp.substring(0, 10)));
        } catch (DateTimeException _) {
            throw Refused.field("date", "Datetime has wrong format.");
        }
    }

    /** Amounts of a month by component. */
    static Map<String, BigDecimal> amounts(WorldState state, String resource, YearMonth month) {
        return state.usages().values().stream()
                .filter(u -> u.resource().equals(resource) && u.month().equals(month))
                .collect(Collectors.toMap(Usage::component, Usage::amount, (a, b) -> b, LinkedHashMap::new));
    }
}
