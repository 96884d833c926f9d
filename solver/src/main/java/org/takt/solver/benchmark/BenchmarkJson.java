package org.takt.solver.benchmark;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.takt.model.json.JsonProblem;

/**
 * Records as JSON objects and back. Reading is strict: every field once and none unknown, no value of another type; the
 * first thing wrong is told with its JSON pointer (RFC 6901). What is optional may be null or missing, as it is in files
 * of versions that did not have it.
 */
final class BenchmarkJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new OptionalModule())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private BenchmarkJson() {}

    /**
     * Reads a file that holds one object.
     *
     * @throws InvalidBenchmarkFileException if it does not
     * @throws IOException if it cannot be read
     */
    static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file), type);
        } catch (MalformedInputException binary) {
            throw new InvalidBenchmarkFileException(
                    file.toString(), new JsonProblem("", "The file is not UTF-8, expected UTF-8 text."));
        }
    }

    /**
     * Reads one object.
     *
     * @param source what to call it in messages
     * @throws InvalidBenchmarkFileException if it is none
     */
    static <T> T parse(String source, String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException wrong) {
            throw new InvalidBenchmarkFileException(source, problem(wrong, text));
        }
    }

    /** Returns an object on one line, without a line end. */
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("Writing to memory failed.", impossible);
        }
    }

    /** Returns an object on several lines, for people. */
    static String lines(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("Writing to memory failed.", impossible);
        }
    }

    private static JsonProblem problem(JsonProcessingException wrong, String text) {
        try {
            return wrong instanceof JsonMappingException mapping
                    ? new JsonProblem(pointer(mapping), message(mapping, text))
                    : new JsonProblem("", syntax(wrong, text));
        } catch (JsonProcessingException broken) {
            return new JsonProblem("", syntax(broken, text));
        }
    }

    private static String pointer(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? "/" + step.getIndex()
                        : "/" + step.getFieldName().replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    private static String message(JsonMappingException wrong, String text) throws JsonProcessingException {
        if (wrong.getCause() instanceof JsonProcessingException broken) {
            return syntax(broken, text);
        }
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            String known =
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", "));
            return "Found the unknown field \"" + unknown.getPropertyName() + "\", expected only " + known + ".";
        }
        if (wrong instanceof ValueInstantiationException refused) {
            return refused.getCause() instanceof IllegalArgumentException reason
                    ? String.valueOf(reason.getMessage())
                    : "Found null in a list, expected none.";
        }
        String target = wrong instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null
                ? expected(mismatched.getTargetType())
                : "another value";
        return "Found " + describe(MAPPER.readTree(text).at(pointer(wrong))) + ", expected " + target + ".";
    }

    private static String describe(JsonNode found) {
        if (found.isObject()) {
            return "an object";
        }
        if (found.isArray()) {
            return "a list";
        }
        return found.isMissingNode() ? "nothing" : found.toString();
    }

    private static String expected(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return "a list";
        }
        boolean whole = type == int.class || type == long.class || type == Integer.class || type == Long.class;
        if (whole) {
            return "a whole number";
        }
        return type == double.class || type == Double.class ? "a number" : "an object";
    }

    private static String syntax(JsonProcessingException broken, String text) {
        String where = broken.getLocation() == null ? "" : " at " + place(broken.getLocation(), text);
        return "The JSON is broken" + where + ": " + firstSentence(broken) + ".";
    }

    /** Text of one line may be a line of a file, which its source names then. */
    private static String place(JsonLocation location, String text) {
        String column = "column " + location.getColumnNr();
        return text.strip().contains("\n") ? "line " + location.getLineNr() + ", " + column : column;
    }

    /** Jackson's own words without its hints to programmers. */
    private static String firstSentence(JsonProcessingException wrong) {
        String line = wrong.getOriginalMessage().lines().findFirst().orElse("unreadable");
        return line.replaceFirst(" *\\(.*", "").replaceAll("\\.+$", "");
    }
}
