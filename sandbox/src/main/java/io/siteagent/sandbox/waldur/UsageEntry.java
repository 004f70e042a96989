package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** One component's amount in a usage report. */
record UsageEntry(String type, BigDecimal amount, String description, boolean recurring) {

    private static final int DIGITS = 20;
    private static final int DECIMALS = 2;

    /** @throws Refused naming the fault of each entry that has one */
    static List<UsageEntry> all(JsonNode usages) {
        if (!usages.isArray()) {
            throw Refused.field("usages", "This field is required.");
        }
        var entries = new ArrayList<UsageEntry>();
        var faults = JsonNodeFactory.instance.arrayNode();
        boolean faulty = false;
        for (var node : usages) {
            var fault = faults.addObject();
            if (node.path("type").asText("").isEmpty()) {
                fault.putArray("type").add("This field is required.");
            }
            var amount = amount(node.path("amount"), fault);
            faulty |= !fault.isEmpty();
            entries.add(new UsageEntry(
                    node.path("type").asText(""),
                    amount,
                    node.path("description").asText(""),
                    node.path("recurring").asBoolean(false)));
        }
        if (faulty) {
            var body = JsonNodeFactory.instance.objectNode();
            body.set("usages", faults);
            throw Refused.body(400, body);
        }
        return entries;
    }

    private static BigDecimal amount(JsonNode node, ObjectNode fault) {
        if (node.isMissingNode() || node.isNull()) {
            fault.putArray("amount").add("This field is required.");
            return BigDecimal.ZERO;
        }
        BigDecimal amount;
        try {
            amount = new BigDecimal(node.asText().strip());
        } catch (NumberFormatException _) {
            fault.putArray("amount").add("A valid number is required.");
            return BigDecimal.ZERO;
        }
        int digits = amount.scale() < 0 ? amount.precision() - amount.scale() : amount.precision();
        if (Math.max(digits, amount.scale()) > DIGITS) {
            fault.putArray("amount").add("Ensure that there are no more than 20 digits in total.");
        } else if (amount.scale() > DECIMALS) {
            fault.putArray("amount").add("Ensure that there are no more than 2 decimal places.");
        } else if (digits - Math.max(0, amount.scale()) > DIGITS - DECIMALS) {
            fault.putArray("amount").add("Ensure that there are no more than 18 digits before the decimal point.");
        }
        return amount;
    }

    boolean exceeds(int limit) {
        return amount.compareTo(BigDecimal.valueOf(limit)) > 0;
    }
}
