package org.takt.model.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;

/** Valid files with a few random changes are instances, or refused with problems; nothing else happens. */
class InstanceMutationTest {
    private static final List<String> VALID = ValidFiles.NAMES;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MUTANTS = 1500;

    /** What takes the place of a value: every type, the edges of every range, and what overflows. */
    private static final List<String> REPLACEMENTS = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1",
            "2",
            "1000",
            "1000000",
            "1000000000",
            "1000000000000000",
            "1000000000000001",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "1180591620717411303424",
            "0.5",
            "1.0",
            "1E+400",
            "\"\"",
            "\" \"",
            "\"gpu0\"",
            "\"loop\"",
            "\"latency\"",
            "\"PEAK_MEMORY\"",
            "\"\\ud800\"",
            "[]",
            "[[[]]]",
            "[0, 1]",
            "{}",
            "{\"count\": 3}",
            "{\"type\": \"v\"}");

    @ParameterizedTest
    @FieldSource("VALID")
    void survivesChangedValues(String name) throws IOException {
        Random random = new Random(1);
        int refused = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            JsonNode root = MAPPER.readTree(ValidFiles.content(name));
            for (int change = 0; change <= random.nextInt(3); change++) {
                change(root, random);
            }
            String json = root.toString();
            Optional<Instance> instance = readOrRefused(json.getBytes(UTF_8));
            if (instance.isEmpty()) {
                refused++;
            } else {
                assertThat(InstanceSchema.problems(json)).as(json).isEmpty();
                assertThat(InstanceReader.parse(
                                "again", InstanceWriter.toJson(instance.get()).getBytes(UTF_8)))
                        .isEqualTo(instance.get());
            }
        }
        assertThat(refused).isBetween(MUTANTS / 10, MUTANTS - 1);
    }

    private static void change(JsonNode root, Random random) throws IOException {
        List<ContainerNode<?>> containers = new ArrayList<>();
        collect(root, containers);
        containers.removeIf(ContainerNode::isEmpty);
        if (containers.isEmpty()) {
            return;
        }
        ContainerNode<?> container = containers.get(random.nextInt(containers.size()));
        JsonNode other = containers.get(random.nextInt(containers.size())).deepCopy();
        JsonNode replacement =
                random.nextInt(5) == 0 ? other : MAPPER.readTree(REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size())));
        int index = random.nextInt(container.size());
        int kind = random.nextInt(4);
        if (container instanceof ArrayNode list) {
            switch (kind) {
                case 0 -> list.remove(index);
                case 1 -> list.add(list.get(index).deepCopy());
                default -> list.set(index, replacement);
            }
        } else if (container instanceof ObjectNode object) {
            String field = object.properties().stream()
                    .skip(index)
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            switch (kind) {
                case 0 -> object.remove(field);
                case 1 -> object.set(field + "s", object.get(field).deepCopy());
                default -> object.set(field, replacement);
            }
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container) {
            containers.add(container);
        }
        node.forEach(child -> collect(child, containers));
    }

    @ParameterizedTest
    @FieldSource("VALID")
    void refusesEveryTruncation(String name) {
        byte[] content = ValidFiles.content(name);
        int end = new String(content, UTF_8).stripTrailing().getBytes(UTF_8).length;
        for (int length = 0; length < end; length++) {
            assertThat(readOrRefused(Arrays.copyOf(content, length))).isEmpty();
        }
        assertThat(readOrRefused(Arrays.copyOf(content, end))).isPresent();
    }

    @ParameterizedTest
    @FieldSource("VALID")
    void survivesChangedBytes(String name) {
        Random random = new Random(2);
        int refused = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            byte[] content = ValidFiles.content(name);
            for (int change = 0; change <= random.nextInt(3); change++) {
                content = change(content, random);
            }
            refused += readOrRefused(content).isEmpty() ? 1 : 0;
        }
        assertThat(refused).isBetween(MUTANTS / 2, MUTANTS - 1);
    }

    private static byte[] change(byte[] content, Random random) {
        int at = random.nextInt(content.length);
        int length = 1 + random.nextInt(Math.min(8, content.length - at));
        byte[] changed = content.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) "{}[]\",:0123456789eE-+. \n\0".charAt(random.nextInt(25));
            case 2 -> {
                changed = Arrays.copyOf(content, content.length - length);
                System.arraycopy(content, at + length, changed, at, content.length - at - length);
            }
            default -> {
                changed = Arrays.copyOf(content, content.length + length);
                System.arraycopy(content, at, changed, at + length, content.length - at);
            }
        }
        return changed;
    }

    /** Returns the instance, or nothing if it is refused as documented; lets anything else through. */
    private static Optional<Instance> readOrRefused(byte[] content) {
        try {
            return Optional.of(InstanceReader.parse("mutant.json", content));
        } catch (InvalidInstanceException refusal) {
            assertThat(refusal.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.pointer()).matches("(/([^/~]|~0|~1)*)*");
                assertThat(problem.message()).isNotBlank().endsWith(".");
            });
            return Optional.empty();
        }
    }
}
