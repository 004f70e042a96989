package io.siteagent.core.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.core.config.WaldurUuid;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Our own events as JSON: {@code {"kind":"sweep"}}, {@code {"kind":"order","offering":"…","order":"…"}},
 * {@code {"kind":"resource","offering":"…","resource":"…"}}, {@code {"kind":"project","offering":"…","project":"…"}},
 * {@code {"kind":"orphan-groups","offering":"…"}} and {@code {"kind":"report-shard","offering":"…","shard":0,"of":4}}.
 * A sweep may hold further keys, which schedulers add ({@code scheduledTime}, {@code executionId}); the others may not,
 * because a misspelt key there would widen what is looked at. Only that of a resource may also say
 * {@code "release_brake":true}.
 */
public final class TriggerJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final String EXPECTED = "expected {\"kind\":\"sweep\"},"
            + " {\"kind\":\"order\",\"offering\":\"<uuid>\",\"order\":\"<uuid>\"},"
            + " {\"kind\":\"resource\",\"offering\":\"<uuid>\",\"resource\":\"<uuid>\"},"
            + " {\"kind\":\"project\",\"offering\":\"<uuid>\",\"project\":\"<uuid>\"},"
            + " {\"kind\":\"orphan-groups\",\"offering\":\"<uuid>\"}"
            + " or {\"kind\":\"report-shard\",\"offering\":\"<uuid>\",\"shard\":<from 0>,\"of\":<count>}";

    private static final String RELEASE_BRAKE = "release_brake";

    /** The text is not one of our events; the message says what is wrong and what was expected, and quotes nothing. */
    public static final class UnreadableTriggerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private UnreadableTriggerException(String what) {
            super(what + "; " + EXPECTED);
        }
    }

    private TriggerJson() {}

    /**
     * Reads an event's text.
     *
     * @throws UnreadableTriggerException if it is anything but one of our events
     */
    public static Trigger read(String json) {
        try {
            return read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new UnreadableTriggerException("the event is not JSON");
        }
    }

    /**
     * Reads an event that is parsed already.
     *
     * @throws UnreadableTriggerException if it is anything but one of our events
     */
    public static Trigger read(JsonNode event) {
        if (!event.isObject()) {
            throw new UnreadableTriggerException("the event is not a JSON object");
        }
        return switch (event.path("kind").asText("")) {
            case "sweep" -> new Trigger.Sweep();
            case "order" -> {
                requireOnly(event, Set.of("kind", "offering", "order"));
                yield new Trigger.OneOrder(uuid(event, "offering"), uuid(event, "order"));
            }
            case "resource" -> {
                requireOnly(event, Set.of("kind", "offering", "resource", RELEASE_BRAKE));
                yield new Trigger.OneResource(uuid(event, "offering"), uuid(event, "resource"), releasesBrake(event));
            }
            case "project" -> {
                requireOnly(event, Set.of("kind", "offering", "project"));
                yield new Trigger.OneProject(uuid(event, "offering"), uuid(event, "project"));
            }
            case "orphan-groups" -> {
                requireOnly(event, Set.of("kind", "offering"));
                yield new Trigger.OrphanGroups(uuid(event, "offering"));
            }
            case "report-shard" -> {
                requireOnly(event, Set.of("kind", "offering", "shard", "of"));
                yield shard(event);
            }
            case "" -> throw new UnreadableTriggerException("the event has no `kind`");
            default -> throw new UnreadableTriggerException("the event's `kind` is not known");
        };
    }

    /** The event that {@link #read(String)} takes for the trigger; the same text for the same trigger. */
    public static String write(Trigger trigger) {
        var event = JsonNodeFactory.instance.objectNode();
        switch (trigger) {
            case Trigger.Sweep _ -> event.put("kind", "sweep");
            case Trigger.PastMonth _ ->
                throw new IllegalArgumentException("a past month is an operator's wish and no event");
            case Trigger.OneOrder(var offering, var order) ->
                named(event, "order", offering).put("order", order.hex());
            case Trigger.OneResource(var offering, var resource, var releaseBrake) -> {
                named(event, "resource", offering).put("resource", resource.hex());
                if (releaseBrake) {
                    event.put(RELEASE_BRAKE, true);
                }
            }
            case Trigger.OneProject(var offering, var project) ->
                named(event, "project", offering).put("project", project.hex());
            case Trigger.OrphanGroups(var offering) -> named(event, "orphan-groups", offering);
            case Trigger.ReportShard(var offering, var shard, var of) ->
                named(event, "report-shard", offering).put("shard", shard).put("of", of);
        }
        return event.toString();
    }

    private static ObjectNode named(ObjectNode event, String kind, WaldurUuid offering) {
        return event.put("kind", kind).put("offering", offering.hex());
    }

    private static void requireOnly(JsonNode event, Set<String> allowed) {
        for (Iterator<String> keys = event.fieldNames(); keys.hasNext(); ) {
            if (!allowed.contains(keys.next())) {
                throw new UnreadableTriggerException(
                        "the event has keys besides " + String.join(", ", new TreeSet<>(allowed)));
            }
        }
    }

    private static boolean releasesBrake(JsonNode event) {
        var value = event.path(RELEASE_BRAKE);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new UnreadableTriggerException("the event's `" + RELEASE_BRAKE + "` is neither true nor false");
        }
        return value.booleanValue();
    }

    private static Trigger shard(JsonNode event) {
        try {
            return new Trigger.ReportShard(uuid(event, "offering"), integer(event, "shard"), integer(event, "of"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableTriggerException("the event names " + e.getMessage());
        }
    }

    private static int integer(JsonNode event, String key) {
        var value = event.path(key);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new UnreadableTriggerException("the event has no whole number in `" + key + "`");
        }
        return value.intValue();
    }

    private static WaldurUuid uuid(JsonNode event, String key) {
        var value = event.path(key);
        if (!value.isTextual()) {
            throw new UnreadableTriggerException("the event has no text in `" + key + "`");
        }
        try {
            return WaldurUuid.of(value.textValue());
        } catch (IllegalArgumentException e) {
            throw new UnreadableTriggerException("the event's `" + key + "` is not a UUID");
        }
    }
}
