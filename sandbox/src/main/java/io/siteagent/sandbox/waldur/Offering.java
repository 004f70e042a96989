package io.siteagent.sandbox.waldur;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider sells.
 *
 * @param type {@code Marketplace.Slurm} for offerings that an agent serves
 * @param customer the provider
 * @param usernames offering usernames by person; empty text = offering user without a name yet
 */
public record Offering(
        String uuid,
        String name,
        String slug,
        String type,
        String customer,
        List<Component> components,
        List<Plan> plans,
        Map<String, String> usernames,
        Instant created) {

    static final String SITE_AGENT = "Marketplace.Slurm";

    boolean isServedByAgent() {
        return type.equals(SITE_AGENT);
    }

    Optional<Component> component(String type) {
        return components.stream().filter(c -> c.type().equals(type)).findFirst();
    }

    Plan plan(String uuid) {
        return plans.stream().filter(p -> p.uuid().equals(uuid)).findFirst().orElseThrow();
    }
}
