package io.siteagent.core.tenancy;

/**
 * Why a tenant can't be brought in line; nothing is made or changed for it then.
 *
 * @param kind who can do something about it
 * @param text what, where and what to do, for the operator; names the holder of what is taken
 */
public record Obstacle(Kind kind, String text) {

    /** Who can do something about an obstacle. */
    public enum Kind {
        /** Time: the next run will find it gone. */
        PASSING,
        /** The operator: no retry mends it, but it is nothing that the customer could change. */
        OPERATOR,
        /** The customer, by ordering something else. */
        CUSTOMER
    }

    static Obstacle passing(String text) {
        return new Obstacle(Kind.PASSING, text);
    }

    static Obstacle operator(String text) {
        return new Obstacle(Kind.OPERATOR, text);
    }

    static Obstacle customer(String text) {
        return new Obstacle(Kind.CUSTOMER, text);
    }
}
