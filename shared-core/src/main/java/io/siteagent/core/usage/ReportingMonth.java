package io.siteagent.core.usage;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A month that usage is reported for, in the time zone of the offering. */
public record ReportingMonth(YearMonth month, ZoneId zone) {

    /** The month that it is at that moment. */
    public static ReportingMonth at(Instant moment, ZoneId zone) {
        return new ReportingMonth(YearMonth.from(moment.atZone(zone)), zone);
    }

    /** The first moment of the next month. */
    public Instant end() {
        return month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    }

    public boolean isBefore(ReportingMonth other) {
        return month.isBefore(other.month);
    }

    public boolean contains(Instant moment) {
        return at(moment, zone).equals(this);
    }

    /**
     * Whether it is another month by UTC, which Waldur's clock most often keeps: for some hours around the end of a
     * month, unless the offering keeps UTC too.
     */
    public boolean isAnotherByUtc(Instant moment) {
        return !at(moment, ZoneOffset.UTC).month().equals(month);
    }

    /** The moment, or the one nearest to it that is in this month by UTC as well. */
    public Instant date(Instant moment) {
        var first = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var last = month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .minusSeconds(1);
        if (moment.isBefore(first)) {
            return first;
        }
        return moment.isAfter(last) ? last : moment;
    }
}
