package io.siteagent.core.waldur;

/**
 * A component of the offering as Waldur holds it.
 *
 * @param type the key under which limits and usage travel
 * @param billingType {@code fixed}, {@code usage}, {@code limit}, {@code one} or {@code few}; usage is accepted for
 *     usage and limit only
 */
public record OfferingComponent(String type, String billingType) {

    /** Whether Waldur accepts usage for it; one component that it does not makes it refuse the whole request. */
    public boolean acceptsUsage() {
        return billingType.equals("usage") || billingType.equals("limit");
    }
}
