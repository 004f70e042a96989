package io.siteagent.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What Waldur, Rancher and Keycloak answer in a rehearsal, by the path they are asked at. Thread-safe. */
final class RehearsalAnswers {

    /** What the systems know of. A scene answers as the one before it where it has nothing of its own. */
    enum Scene {
        /** An order, and a resource whose project lacks everything. */
        NEW_PROJECT("new-project.json"),

        /** The project has namespace, quota, binding and groups, and one member too many. */
        COMPLETE_PROJECT("complete-project.json"),

        /** So many projects that the lists of all of them are read, and nothing to be done in any. */
        SEVERAL_PROJECTS("several-projects.json");

        private final String file;

        Scene(String file) {
            this.file = file;
        }
    }

    record Answer(int status, String body) {
        static Answer ok(String body) {
            return new Answer(HttpURLConnection.HTTP_OK, body);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String THIS_MONTH = "THIS-MONTH";

    /** Objects with a # in them are repeated that often, with a number instead. */
    private static final int SEVERAL = 6;

    /** Waldur's lists end with a slash, those of Kubernetes do not. */
    private static final Pattern ONE_OF_A_LIST =
            Pattern.compile("(?<list>/api/.+/|/(?:apis|k8s)/.+(?=/))/?(?<name>[^/]+)/?");

    private static final String NOTHING = "[]";

    /** Both of Rancher's APIs: Norman's collections, and Kubernetes' lists. */
    private static final String NO_OBJECTS =
            "{\"type\":\"collection\",\"data\":[],\"kind\":\"List\",\"metadata\":{},\"items\":[]}";

    /** Waldur's wording, and the form of Kubernetes. */
    private static final Answer NOT_FOUND = new Answer(
            HttpURLConnection.HTTP_NOT_FOUND,
            "{\"detail\":\"Not found.\",\"kind\":\"Status\",\"reason\":\"NotFound\"}");

    private final NavigableMap<Scene, JsonNode> scenes = new TreeMap<>();
    private volatile Scene scene = Scene.NEW_PROJECT;

    /** @param month that usage was reported for */
    RehearsalAnswers(YearMonth month) throws IOException {
        for (var each : Scene.values()) {
            try (var written = RehearsalAnswers.class.getResourceAsStream("rehearsal/" + each.file)) {
                var text = new String(Objects.requireNonNull(written).readAllBytes(), StandardCharsets.UTF_8);
                var answers = JSON.readTree(text.replace(THIS_MONTH, month.toString()));
                answers.forEach(RehearsalAnswers::repeat);
                scenes.put(each, answers);
            }
        }
    }

    private static void repeat(JsonNode node) {
        if (!(node instanceof ArrayNode list)) {
            node.forEach(RehearsalAnswers::repeat);
            return;
        }
        for (var left = list.size(); left > 0; left--) {
            var object = list.remove(0).toString();
            for (var copy = 1; copy <= (object.contains("#") ? SEVERAL : 1); copy++) {
                list.add(parsed(object.replace("#", Integer.toString(copy))));
            }
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the systems know of this. */
    void show(Scene next) {
        scene = next;
    }

    /** Where nothing is known of a path, there is an empty list. */
    Answer at(String path) {
        return known(path)
                .map(answer -> Answer.ok(answer.toString()))
                .or(() -> oneOfAList(path))
                .orElseGet(
                        () -> Answer.ok(path.startsWith("/api/") || path.startsWith("/admin/") ? NOTHING : NO_OBJECTS));
    }

    private Optional<JsonNode> known(String path) {
        return scenes.headMap(scene, true).descendingMap().values().stream()
                .filter(answers -> answers.has(path))
                .findFirst()
                .map(answers -> answers.path(path));
    }

    private Optional<Answer> oneOfAList(String path) {
        var one = ONE_OF_A_LIST.matcher(path);
        if (!one.matches()) {
            return Optional.empty();
        }
        return known(one.group("list"))
                .map(list -> (list.isArray() ? list : list.path("items"))
                        .valueStream()
                        .filter(object -> name(object).equals(one.group("name")))
                        .findFirst()
                        .map(object -> Answer.ok(object.toString()))
                        .orElse(NOT_FOUND));
    }

    private static String name(JsonNode object) {
        return object.path("uuid").asText(object.path("metadata").path("name").asText());
    }
}
