package org.takt.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
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
 * and goes on; anything that breaks the syntax ends the reading with one problem that names line and column. Bounds
 * nesting and number of values, so that memory stays in proportion to what a valid file needs.
 */
final class StrictJson {
    /** The deepest nesting of objects and lists; Takt's files need six levels. */
    static final int MAX_DEPTH = 32;

    /** The limits on single tokens are those of the file as a whole. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
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
            return Optional.of(new StrictJson(parser, maxValues, problems).document());
        } catch (Refusal refusal) {
            problems.add(refusal.pointer, refusal.sentence);
        } catch (JsonEOFException end) {
            problems.add(
                    "",
                    "The file ends too early, at " + at(end.getLocation()) + ", expected a complete JSON document.");
        } catch (JsonProcessingException broken) {
            problems.add("", "The JSON syntax is broken at " + at(broken.getLocation()) + ": " + reason(broken) + ".");
        } catch (IOException impossible) {
            throw new UncheckedIOException("Reading from memory failed.", impossible);
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
            throw new Refusal("", "The file holds only white space, expected a JSON document.");
        }
        JsonValue root = value("", 0);
        String end = at(parser.currentLocation());
        boolean more;
        try {
            more = parser.nextToken() != null;
        } catch (JsonProcessingException garbage) {
            more = true;
        }
        if (more) {
            throw new Refusal(
                    "", "Found more content after the end of the JSON document at " + end + ", expected nothing.");
        }
        return root;
    }

    private JsonValue value(String pointer, int depth) throws IOException {
        if (++values > maxValues) {
            throw new Refusal(
                    "", "The file holds more than " + maxValues + " JSON values, expected at most that many.");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(pointer, deeper(pointer, depth));
            case START_ARRAY -> list(pointer, deeper(pointer, depth));
            case VALUE_STRING -> text(pointer, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> new JsonValue.Bool(true);
            case VALUE_FALSE -> new JsonValue.Bool(false);
            case VALUE_NULL -> new JsonValue.Null();
            default -> throw new IllegalStateException("Unexpected token " + parser.currentToken() + ".");
        };
    }

    private static int deeper(String pointer, int depth) {
        if (depth == MAX_DEPTH) {
            throw new Refusal(
                    pointer, "Objects and lists are nested more than " + MAX_DEPTH + " deep, expected at most that.");
        }
        return depth + 1;
    }

    private JsonValue object(String pointer, int depth) throws IOException {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String place = Pointers.field(pointer, name);
            parser.nextToken();
            JsonValue value = value(place, depth);
            if (fields.putIfAbsent(name, value) != null) {
                problems.add(
                        place, "The field " + Quoted.of(name) + " stands more than once in its object, expected once.");
            }
        }
        return new JsonValue.Obj(fields);
    }

    private JsonValue list(String pointer, int depth) throws IOException {
        List<JsonValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(Pointers.item(pointer, items.size()), depth));
        }
        return new JsonValue.Arr(items);
    }

    private JsonValue text(String pointer, String text) {
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            if (Character.isHighSurrogate(next)
                    && index + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(index + 1))) {
                index++;
            } else if (Character.isSurrogate(next)) {
                problems.add(
                        pointer,
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

        private final String pointer;
        private final String sentence;

        Refusal(String pointer, String sentence) {
            super(sentence);
            this.pointer = pointer;
            this.sentence = sentence;
        }
    }
}
