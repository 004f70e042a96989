package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Transport;
import io.siteagent.core.http.Wire;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator wants to know of, or set up in, Waldur, and what no order, membership or report needs. Failures are
 * {@link io.siteagent.core.http.RemoteException}s. Thread-safe.
 */
public final class WaldurFacts {

    private static final String OFFERINGS = "marketplace-provider-offerings";

    private final Transport transport;

    public WaldurFacts(WaldurSettings settings, Wire wire) {
        this.transport = WaldurLogin.transport(settings, wire);
    }

    /**
     * Whose token it is.
     *
     * @param tokenLifetime after this long without a call the token dies; empty when it never does
     * @param serverTime the server's clock; empty when it does not say
     */
    public record Account(
            WaldurUuid uuid,
            boolean staff,
            Optional<Duration> tokenLifetime,
            List<Role> roles,
            Optional<Instant> serverTime) {}

    /** A role in something: {@code CUSTOMER.OWNER} of a customer. */
    public record Role(String name, String scope) {}

    /** An offering as its provider sees it. */
    public record OfferingFacts(
            String name, String state, String type, String customer, List<ComponentFacts> components) {}

    /** A component of the offering, with what a configuration can say of it. */
    public record ComponentFacts(
            String uuid, String type, String name, String measuredUnit, String billingType, Map<String, String> more) {}

    /** A webhook of this account. */
    public record Hook(String uuid, String destination, boolean active, List<String> eventTypes) {}

    public Account account() {
        return transport.call(Exchange.get("read account", "", "api", "users", "me", ""), answer -> {
            var time = answer.header("Date").flatMap(WaldurFacts::time);
            return account(answer.json(), time);
        });
    }

    private static Account account(JsonValues json, Optional<Instant> time) {
        var lifetime =
                json.at("token_lifetime").asNumber().map(BigDecimal::longValue).map(Duration::ofSeconds);
        var roles = json.elements("permissions").stream()
                .map(role -> new Role(
                        role.text("role_name"), role.optionalText("scope_uuid").orElse("")))
                .toList();
        return new Account(
                json.required("uuid", WaldurUuid::of),
                json.at("is_staff").isPresent() && json.flag("is_staff"),
                lifetime,
                roles,
                time);
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    public OfferingFacts offering(WaldurUuid offering) {
        return transport.call(
                Exchange.get("read offering", offering.hex(), "api", OFFERINGS, offering.hex(), ""),
                answer -> offering(answer.json()));
    }

    private static OfferingFacts offering(JsonValues json) {
        return new OfferingFacts(
                json.text("name"),
                json.text("state"),
                json.text("type"),
                json.text("customer_uuid"),
                json.elements("components").stream().map(WaldurFacts::component).toList());
    }

    private static ComponentFacts component(JsonValues json) {
        return new ComponentFacts(
                json.text("uuid"),
                json.text("type"),
                json.text("name"),
                json.optionalText("measured_unit").orElse(""),
                json.text("billing_type"),
                json.texts());
    }

    /** Adds a component to the offering; a server of 7.0.7 answers a type that is there already with 500. */
    public void createComponent(WaldurUuid offering, Map<String, Object> component) {
        transport.call(
                Exchange.postOnce(
                        "create component",
                        offering.hex(),
                        component,
                        "api",
                        OFFERINGS,
                        offering.hex(),
                        "create_offering_component",
                        ""),
                Answer.DONE);
    }

    /**
     * Changes a component.
     *
     * @param component with its {@code uuid}; what it does not name stays
     */
    public void updateComponent(WaldurUuid offering, Map<String, Object> component) {
        transport.call(
                Exchange.repeatablePost(
                        "update component",
                        offering.hex(),
                        component,
                        "api",
                        OFFERINGS,
                        offering.hex(),
                        "update_offering_component",
                        ""),
                Answer.DONE);
    }

    /** Webhooks of this account; of all accounts for staff. */
    public List<Hook> hooks() {
        return WaldurList.read(
                transport,
                Exchange.get("list webhooks", "", "api", "hooks-web", ""),
                json -> new Hook(
                        json.text("uuid"),
                        json.text("destination_url"),
                        json.flag("is_active"),
                        json.elements("event_types").stream()
                                .flatMap(type -> type.asText().stream())
                                .toList()),
                Hook::uuid);
    }

    /** Lets Waldur call that address for these events. */
    public void createHook(String destination, List<String> eventTypes) {
        var hook = Map.of(
                "destination_url", destination, "event_types", eventTypes, "content_type", "json", "is_active", true);
        transport.call(Exchange.postOnce("create webhook", "", hook, "api", "hooks-web", ""), Answer.DONE);
    }
}
