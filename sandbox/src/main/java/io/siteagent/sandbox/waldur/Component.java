package io.siteagent.sandbox.waldur;

import java.util.Optional;

/**
 * A component of an offering.
 *
 * @param billingType {@code limit}, {@code usage}, {@code fixed}, {@code one} or {@code few}
 * @param limitAmount the most usage that a usage component takes in a month
 * @param maxValue the largest limit that can be ordered
 */
public record Component(
        String uuid,
        String type,
        String name,
        String measuredUnit,
        String billingType,
        Optional<Integer> limitAmount,
        Optional<Integer> maxValue) {

    boolean takesUsage() {
        return billingType.equals("limit") || billingType.equals("usage");
    }
}
