package org.takt.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.json.MalformedCorpus.Entry;
import org.takt.model.json.MalformedCorpus.SchemaVerdict;

/** The JSON Schema is one, explains every field, and agrees with the reader wherever a schema can speak. */
class InstanceSchemaTest {
    private static final List<String> VALID = ValidFiles.NAMES;

    static List<Entry> readable() {
        return MalformedCorpus.entries().stream()
                .filter(entry -> entry.schema() != SchemaVerdict.NO_JSON)
                .toList();
    }

    @Test
    void isAJsonSchema() {
        String schema = new String(ValidFiles.resource(InstanceSchema.RESOURCE), UTF_8);

        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema, InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("VALID")
    void acceptsValidFiles(String name) {
        assertThat(InstanceSchema.problems(new String(ValidFiles.content(name), UTF_8)))
                .isEmpty();
    }

    @Test
    void acceptsTheCommittedInstances() throws IOException {
        int instances = 0;
        try (Stream<Path> files = Files.walk(Path.of("../instances"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                if (text.contains("\"takt-instance/1\"")) {
                    assertThat(InstanceSchema.problems(text))
                            .as(file.toString())
                            .isEmpty();
                    instances++;
                }
            }
        }
        assertThat(instances).isGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("readable")
    void refusesWhatIsStructurallyWrong(Entry entry) {
        List<String> problems = InstanceSchema.problems(new String(entry.content(), UTF_8));

        assertThat(problems.isEmpty()).as(problems.toString()).isEqualTo(entry.schema() == SchemaVerdict.ACCEPTS);
    }

    @Test
    void describesEveryField() throws JsonProcessingException {
        JsonNode schema = new ObjectMapper().readTree(new String(ValidFiles.resource(InstanceSchema.RESOURCE), UTF_8));
        describesFieldsOf(schema, "#", schema);
    }

    private static void describesFieldsOf(JsonNode node, String place, JsonNode schema) {
        for (Map.Entry<String, JsonNode> field : node.path("properties").properties()) {
            JsonNode target = field.getValue();
            String reference = target.path("$ref").asText("#");
            boolean saysItself = target.has("description") || field.getKey().equals("type");
            assertThat(saysItself || schema.at(reference.substring(1)).has("description"))
                    .as(place + "/" + field.getKey())
                    .isTrue();
        }
        for (Map.Entry<String, JsonNode> child : node.properties()) {
            describesFieldsOf(child.getValue(), place + "/" + child.getKey(), schema);
        }
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            describesFieldsOf(node.get(index), place + "/" + index, schema);
        }
    }
}
