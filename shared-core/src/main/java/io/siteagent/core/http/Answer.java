package io.siteagent.core.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A successful answer while its body is still on the wire. Its body can be read once. */
public final class Answer {

    /** What is made of an answer. Has no effects of its own, as it runs again when the answer breaks off half-way. */
    @FunctionalInterface
    public interface Decoder<T> {
        /**
         * Reads the answer's body, and its headers if need be.
         *
         * @throws MalformedAnswer when the answer is not as documented
         */
        T decode(Answer answer) throws IOException;
    }

    /** For calls whose answer tells nothing: there is no body, or one that is JSON and is not looked at. */
    public static final Decoder<Boolean> DONE = answer -> {
        try (var parser = JsonValues.MAPPER.createParser(answer.body)) {
            if (parser.nextToken() != null) {
                parser.skipChildren();
                end(parser);
            }
            return true;
        }
    };

    private final Function<String, Optional<String>> headers;
    private final InputStream body;

    Answer(Function<String, Optional<String>> headers, InputStream body) {
        this.headers = headers;
        this.body = body;
    }

    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** The whole body as one JSON value. */
    public JsonValues json() throws IOException {
        return decode(parser -> new JsonValues(parser.readValueAsTree()));
    }

    /** The body token by token, for answers too long to be held as a whole; the parser stands on the first token. */
    public <T> T decode(TokenReader<T> reader) throws IOException {
        try (var parser = JsonValues.MAPPER.createParser(body)) {
            if (parser.nextToken() == null) {
                throw new MalformedAnswer("empty where JSON was expected");
            }
            var value = reader.read(parser);
            end(parser);
            return value;
        }
    }

    /** Reads one JSON value and leaves the parser on its last token. */
    @FunctionalInterface
    public interface TokenReader<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new MalformedAnswer("more than one JSON value");
        }
    }

    static JsonNode orNothing(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }
}
