package io.siteagent.core.http;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * One call to be made: where to, with what, what it is for and whether it may be repeated. Immutable.
 *
 * @param path segments below the system's base address, not encoded; a last empty one makes a trailing slash
 * @param operation what it is for, as it completes "cannot …": "approve order"; the same for every object
 * @param object what it is done to; empty when there is none
 */
public record Exchange(
        Method method,
        List<String> path,
        List<Parameter> query,
        Content content,
        Repetition repetition,
        String operation,
        String object) {

    /** Method of a call. */
    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** A query parameter, not encoded. */
    public record Parameter(String name, String value) {}

    /** What is sent along. */
    public sealed interface Content {
        /** No body at all. */
        record None() implements Content {}

        /**
         * A JSON body.
         *
         * @param value anything that Jackson writes as JSON
         * @param mediaType {@code application/json} or a patch format that is JSON too
         */
        record Body(Object value, String mediaType) implements Content {}

        /** The fields of an HTML form, not encoded. */
        record Form(SortedMap<String, String> fields) implements Content {

            @Override
            public String toString() {
                return "form with " + fields.keySet();
            }
        }
    }

    public Exchange {
        path = List.copyOf(path);
        query = List.copyOf(query);
    }

    public static Exchange get(String operation, String object, String... path) {
        return bare(Method.GET, Repetition.REPEATABLE, operation, object, path);
    }

    public static Exchange delete(String operation, String object, String... path) {
        return bare(Method.DELETE, Repetition.REPEATABLE, operation, object, path);
    }

    /** A POST that has no other effect when it is sent twice. */
    public static Exchange repeatablePost(String operation, String object, Object body, String... path) {
        return bare(Method.POST, Repetition.REPEATABLE, operation, object, path).with(body, "application/json");
    }

    /** A form that has no other effect when it is sent twice. */
    public static Exchange repeatableForm(
            String operation, String object, SortedMap<String, String> fields, String... path) {
        return new Exchange(
                Method.POST,
                List.of(path),
                List.of(),
                new Content.Form(fields),
                Repetition.REPEATABLE,
                operation,
                object);
    }

    /** A POST that must not be done twice. */
    public static Exchange postOnce(String operation, String object, Object body, String... path) {
        return bare(Method.POST, Repetition.ONCE, operation, object, path).with(body, "application/json");
    }

    /**
     * Kubernetes server-side apply: the whole of what {@code fieldManager} owns of an object, created if it is missing.
     */
    public static Exchange apply(String fieldManager, String operation, String object, Object body, String... path) {
        return bare(Method.PATCH, Repetition.REPEATABLE, operation, object, path)
                .with(body, "application/apply-patch+yaml")
                .query("fieldManager", fieldManager)
                .query("force", "true");
    }

    private static Exchange bare(
            Method method, Repetition repetition, String operation, String object, String... path) {
        return new Exchange(method, List.of(path), List.of(), new Content.None(), repetition, operation, object);
    }

    private Exchange with(Object body, String mediaType) {
        return new Exchange(method, path, query, new Content.Body(body, mediaType), repetition, operation, object);
    }

    /** The same with one more parameter; a name may be given several times. */
    public Exchange query(String name, String value) {
        var more = new ArrayList<>(query);
        more.add(new Parameter(name, value));
        return new Exchange(method, path, more, content, repetition, operation, object);
    }
}
