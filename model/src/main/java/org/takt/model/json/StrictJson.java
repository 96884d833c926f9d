package org.takt.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one JSON document (RFC 8259) of UTF-8 without byte order mark, and nothing beside it. Collects duplicate fields
 * and goes on; anything that breaks the syntax ends the reading with one problem that names line and column, at the
 * pointer of the last place reached. Bounds nesting, names and number of values, so that memory and
 * time stay in proportion to what a valid file needs.
 */
final class StrictJson {
    /** The deepest nesting of objects and lists; Takt's files need six levels. */
    static final int MAX_DEPTH = 32;

    /** The longest name of a field, in characters; names are part of every pointer. */
    static final int MAX_NAME_LENGTH = 200;

    /** The limits on single tokens are those of the file as a whole. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Names out of files are neither worth keeping for ever nor trusted not to collide.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 2)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser parser;
    private final ProblemList problems;
    private final long maxValues;
    private long values;

    private StrictJson(JsonParser parser, long maxValues, ProblemList problems) {
        this.parser = parser;
        this.maxValues = maxValues;
        this.problems = problems;
    }

    /** Returns the document, or nothing and one problem more where the syntax is broken or a limit exceeded. */
    static Optional<JsonValue> parse(byte[] content, long maxValues, ProblemList problems) {
        Optional<String> foreign = ForeignContent.describe(content);
        if (foreign.isPresent()) {
            problems.add("", foreign.get());
            return Optional.empty();
        }
        Optional<String> text = decode(content, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try (JsonParser parser = FACTORY.createParser(text.get())) {
            return new StrictJson(parser, maxValues, problems).read();
        } catch (IOException impossible) {
            throw new UncheckedIOException("Reading from memory failed.", impossible);
        }
    }

    private Optional<JsonValue> read() throws IOException {
        try {
            return Optional.of(document());
        } catch (Refusal refusal) {
            problems.add(pointer(), refusal.sentence);
        } catch (JsonProcessingException broken) {
            String where = at(broken.getLocation());
            String reason = reason(broken);
            problems.add(
                    pointer(),
                    reason.startsWith("Unexpected end-of-input")
                            ? "The file ends too early, at " + where + ", expected a complete JSON document."
                            : "The JSON syntax is broken at " + where + ": " + reason
                                    + ", expected JSON as RFC 8259 has it.");
        }
        return Optional.empty();
    }

    private static Optional<String> decode(byte[] content, ProblemList problems) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException malformed) {
            // The decoder stops before the first byte that it cannot read.
            int offset = bytes.position();
            int line = 1;
            int column = 1;
            for (int index = 0; index < offset; index++) {
                column = content[index] == '\n' ? 1 : column + 1;
                line += content[index] == '\n' ? 1 : 0;
            }
            problems.add(
                    "",
                    String.format(
                            "Byte %d (0x%02x), line %d, column %d in bytes, is not UTF-8, expected UTF-8 text.",
                            offset, content[offset] & 0xff, line, column));
            return Optional.empty();
        }
    }

    private JsonValue document() throws IOException {
        if (parser.nextToken() == null) {
            throw new Refusal("The file holds only white space, expected a JSON document.");
        }
        JsonValue root = value(0);
        String end = at(parser.currentLocation());
        boolean more;
        try {
            more = parser.nextToken() != null;
        } catch (JsonProcessingException garbage) {
            more = true;
        }
        if (more) {
            throw new Refusal(
                    "Found more content after the end of the JSON document at " + end + ", expected nothing.");
        }
        return root;
    }

    private JsonValue value(int depth) throws IOException {
        if (++values > maxValues) {
            throw new Refusal("The file holds more than " + maxValues + " JSON values, expected at most that many.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> list(deeper(depth));
            case VALUE_STRING -> text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> new JsonValue.Bool(true);
            case VALUE_FALSE -> new JsonValue.Bool(false);
            case VALUE_NULL -> new JsonValue.Null();
            default -> throw new IllegalStateException("Unexpected token " + parser.currentToken() + ".");
        };
    }

    private static int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw new Refusal("Objects and lists are nested more than " + MAX_DEPTH + " deep, expected at most that.");
        }
        return depth + 1;
    }

    private JsonValue object(int depth) throws IOException {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (name.length() > MAX_NAME_LENGTH) {
                throw new Refusal("Found a field whose name has " + name.length() + " characters, expected at most "
                        + MAX_NAME_LENGTH + ".");
            }
            parser.nextToken();
            if (fields.putIfAbsent(name, value(depth)) != null) {
                problems.add(
                        pointer(),
                        "The field " + Quoted.of(name) + " stands more than once in its object, expected once.");
            }
        }
        return new JsonValue.Obj(fields);
    }

    private JsonValue list(int depth) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(depth));
        }
        return new JsonValue.Arr(items);
    }

    /** Returns the place that the parser has reached, without a name too long for a pointer. */
    private String pointer() {
        String pointer = "";
        for (JsonStreamContext place = parser.getParsingContext(); place != null; place = place.getParent()) {
            if (place.inObject()
                    && place.hasCurrentName()
                    && place.getCurrentName().length() <= MAX_NAME_LENGTH) {
                pointer = Pointers.field("", place.getCurrentName()) + pointer;
            } else if (place.inArray() && place.hasCurrentIndex()) {
                pointer = Pointers.item("", place.getCurrentIndex()) + pointer;
            }
        }
        return pointer;
    }

    private JsonValue text(String text) {
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            if (Character.isHighSurrogate(next)
                    && index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))) {
                index++;
            } else if (Character.isSurrogate(next)) {
                problems.add(
                        pointer(),
                        String.format(
                                "Found half of a surrogate pair, \\u%04x, expected whole characters.", (int) next));
                break;
            }
        }
        return new JsonValue.Text(text);
    }

    private static JsonValue number(String literal) {
        try {
            return new JsonValue.Whole(Long.parseLong(literal));
        } catch (NumberFormatException notWhole) {
            return new JsonValue.OtherNumber(literal);
        }
    }

    private static String at(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Jackson's own words without its hints to programmers and its full stop. */
    private static String reason(JsonProcessingException broken) {
        String message = broken.getOriginalMessage();
        int hint = message.indexOf(": enable `");
        String sentence = hint < 0 ? message : message.substring(0, hint);
        sentence = sentence.lines().findFirst().orElse("unreadable").strip();
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Ends the reading where going on is useless. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String sentence;

        Refusal(String sentence) {
            super(sentence);
            this.sentence = sentence;
        }
    }
}
