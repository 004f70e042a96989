package io.siteagent.cli.webhook;

import java.net.URI;
import java.util.List;

/** What a webhook of ours listens to. Few events: our own calls cause events too. */
final class Subscription {

    static final List<String> EVENTS = List.of(
            "marketplace_order_approved",
            "marketplace_resource_create_requested",
            "marketplace_resource_terminate_requested",
            "marketplace_resource_update_requested",
            "role_granted",
            "role_revoked",
            "role_updated");

    /** Waldur refuses longer addresses. */
    static final int LONGEST_ADDRESS = 200;

    private Subscription() {}

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
