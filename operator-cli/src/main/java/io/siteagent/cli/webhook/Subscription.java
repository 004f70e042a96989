package io.siteagent.cli.webhook;

import io.siteagent.core.waldur.WaldurFacts.Hook;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What webhooks of ours listen to. Few events: our own calls cause events too. The stack has an address for orders and
 * one for membership, and each function lets the other's events pass.
 */
public final class Subscription {

    private static final List<String> OF_ORDERS = List.of(
            "marketplace_order_approved",
            "marketplace_resource_create_requested",
            "marketplace_resource_terminate_requested",
            "marketplace_resource_update_requested");

    private static final List<String> OF_MEMBERSHIP = List.of(
            "marketplace_resource_downscaled",
            "marketplace_resource_paused",
            "role_granted",
            "role_revoked",
            "role_updated");

    private static final List<String> EVENTS =
            Stream.concat(OF_ORDERS.stream(), OF_MEMBERSHIP.stream()).toList();

    /** Waldur refuses longer addresses. */
    static final int LONGEST_ADDRESS = 200;

    private Subscription() {}

    /** The events that are of use at an address; all of them where its path names neither function. */
    static List<String> eventsAt(String address) {
        if (address.contains("/order/") || address.endsWith("/order")) {
            return OF_ORDERS;
        }
        return address.contains("/membership/") || address.endsWith("/membership") ? OF_MEMBERSHIP : EVENTS;
    }

    /** Events that none of the webhooks brings to where they are of use. */
    public static List<String> missing(Collection<Hook> hooks) {
        return EVENTS.stream()
                .filter(event -> hooks.stream().noneMatch(hook -> brings(hook, event)))
                .toList();
    }

    private static boolean brings(Hook hook, String event) {
        return hook.active()
                && hook.eventTypes().contains(event)
                && eventsAt(hook.destination()).contains(event);
    }

    /** Whether any event at all could be meant for us. */
    public static boolean concernsUs(Hook hook) {
        return hook.active() && EVENTS.stream().anyMatch(hook.eventTypes()::contains);
    }

    /** The part of an address that holds no secret: scheme and host. */
    static String shown(String address) {
        try {
            var uri = URI.create(address);
            return uri.getScheme() + "://" + uri.getHost() + "/…";
        } catch (IllegalArgumentException e) {
            return "an address that is none";
        }
    }
}
