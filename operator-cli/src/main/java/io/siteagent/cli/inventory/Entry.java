package io.siteagent.cli.inventory;

/**
 * One project or group, and what it is to us.
 *
 * @param object {@code project} or {@code group}
 * @param detail resource it belongs to, or why it is what it is
 */
record Entry(String object, Kind kind, String name, String id, String detail) {

    /** What an object is to us. */
    enum Kind {
        /** Ours, of a living resource. */
        MARKED,
        /** The predecessor's: adopted as soon as its resource is applied. */
        PREDECESSORS,
        /** Ours, but Waldur has no living resource for it. */
        ORPHAN,
        /** Two of ours for one resource, or of one name. */
        DUPLICATE,
        /** Not ours, but it bears a name that we use: nothing is done while it is there. */
        CLASH,
        /** Not ours. */
        FOREIGN;

        boolean needsAttention() {
            return switch (this) {
                case ORPHAN, DUPLICATE, CLASH -> true;
                case MARKED, PREDECESSORS, FOREIGN -> false;
            };
        }
    }
}
