package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;

class ZeroBubbleSettingsTest {
    private static final String UNIFORM = """
            {"p": 3, "m": 6, "communication": 2, "F": 10, "B": 11, "W": 7,
             "memF": 5, "memB": -3, "memW": -2, "memoryLimit": 15}
            """;

    private static final String LISTS = """
            {"p": 3, "m": 6, "communication": 2, "F": [10, 12, 14], "B": 11, "W": [7, 8, 9],
             "memF": [5, 6, 7], "memB": [-3, 0, 1], "memW": [-2, -6, -8], "memoryLimit": [15, 16, 17]}
            """;

    @Test
    void oneNumberIsThatOfEveryStage() {
        Instance instance = parse(UNIFORM).toInstance("tiny");
        StageSpec stage = new StageSpec(10, 11, 7, OptionalLong.empty(), new StageMemory(0, 5, 2, 0));
        assertThat(instance.name()).isEqualTo("tiny");
        assertThat(instance.timeUnit()).isEqualTo("us");
        assertThat(instance.memoryUnit()).isEqualTo("MB");
        assertThat(instance.stages()).containsExactly(stage, stage, stage);
        assertThat(instance.devices()).hasSize(3).allSatisfy(device -> assertThat(device.memoryLimit())
                .hasValue(15));
        assertThat(instance.placement()).isEqualTo(new Placement.Loop());
        assertThat(instance.communication()).isEqualTo(Communication.latency(2));
        assertThat(instance.microBatches()).hasSize(6).containsOnly(MicroBatch.PLAIN);
        assertThat(instance.backward()).isEqualTo(Backward.SPLIT);
        assertThat(instance.objective()).isEqualTo(Objective.MAKESPAN);
        assertThat(instance.provenance().map(Provenance::kind)).contains(Provenance.Kind.MEASURED);
        assertThat(Expander.expand(instance).ops()).hasSize(3 * 3 * 6);
    }

    @Test
    void aListHasANumberForEachStage() {
        ZeroBubbleSettings settings = parse(LISTS);
        assertThat(settings.source()).isEmpty();
        assertThat(settings.limits()).containsExactly(15L, 16L, 17L);
        assertThat(settings.stages())
                .containsExactly(
                        new StageSpec(10, 11, 7, OptionalLong.empty(), new StageMemory(0, 5, 2, 0)),
                        new StageSpec(12, 11, 8, OptionalLong.empty(), new StageMemory(0, 6, 6, 0)),
                        new StageSpec(14, 11, 9, OptionalLong.empty(), new StageMemory(0, 7, 7, 1)));
        assertThat(settings.toInstance("lists").devices())
                .extracting(device -> device.memoryLimit().orElseThrow())
                .containsExactly(15L, 16L, 17L);
    }

    @Test
    void thePublishedHeterogeneousProfileIsRead() throws IOException {
        ZeroBubbleSettings settings =
                ZeroBubbleSettings.read(Path.of("../instances/zero-bubble/settings/heterogeneous.json"));
        assertThat(settings.source().orElseThrow()).contains("auto_schedule.py");
        assertThat(settings.communication()).isEqualTo(473);
        assertThat(settings.microBatches()).isEqualTo(32);
        assertThat(settings.limits()).hasSize(8).containsOnly(19_840L);
        assertThat(settings.stages().get(7))
                .isEqualTo(
                        new StageSpec(41_678, 38_731, 32_833, OptionalLong.empty(), new StageMemory(0, 1071, 483, 0)));
    }

    @Test
    void theSourceBecomesTheProvenance() {
        Instance instance = parse(UNIFORM.replace("{\"p\"", "{\"source\": \"my cluster\", \"p\""))
                .toInstance("x");
        assertThat(instance.provenance().map(Provenance::source)).contains("my cluster");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"p\": 3`           | `\"p\": 0`                        | /p             | from 1 to",
                "`\"p\": 3`           | `\"p\": 2.0`                      | /p             | without fraction",
                "`\"p\": 3, `         | ``                                | /p             | is missing",
                "`\"m\": 6`           | `\"m\": \"6\"`                    | /m             | the string",
                "`\"m\": 6`           | `\"m\": [6, 6, 6]`                | /m             | a list",
                "`\"m\": 6`           | `\"m\": 999999999999`             | /m             | from 1 to",
                "`\"communication\"`  | `\"comm\"`                        | /comm          | unknown field",
                "`\"communication\"`  | `\"comm\"`                        | /communication | is missing",
                "`\"communication\": 2` | `\"communication\": -1`         | /communication | from 0 to",
                "`\"F\": 10`          | `\"F\": -10`                      | /F             | from 0 to",
                "`\"F\": 10`          | `\"F\": 99999999999999999999`     | /F             | 99999999999999999999",
                "`\"F\": 10`          | `\"F\": 9000000000000000000`      | /F             | from 0 to",
                "`\"F\": 10`          | `\"F\": 1e1`                      | /F             | without fraction and exponent",
                "`\"F\": 10`          | `\"F\": null`                     | /F             | found null",
                "`\"F\": 10`          | `\"F\": {\"a\": 1}`               | /F             | an object",
                "`\"F\": 10`          | `\"F\": [10, 11]`                 | /F             | a list of 2",
                "`\"F\": 10`          | `\"F\": [10, 11, 12, 13]`         | /F             | a list of 4",
                "`\"F\": 10`          | `\"F\": []`                       | /F             | a list of 0",
                "`\"F\": 10`          | `\"F\": [10, true, 12]`           | /F/1           | found true",
                "`\"F\": 10`          | `\"F\": [10, [11], 12]`           | /F/1           | a list",
                "`\"F\": 10`          | `\"F\": 10, \"F\": 10`            | /F             | more than once",
                "`\"memF\": 5`        | `\"memF\": -5`                    | /memF          | from 0 to",
                "`\"memB\": -3`       | `\"memB\": -6`                    | /memB          | expected at least -5",
                "`\"memB\": -3`       | `\"memB\": [-3, -7, -3]`          | /memB/1        | expected at least -5",
                "`\"memB\": -3`       | `\"memB\": -4`                    | /memW          | expected -1",
                "`\"memW\": -2`       | `\"memW\": 2`                     | /memW          | expected -2",
                "`\"memW\": -2`       | `\"memW\": [-2, -2, -1]`          | /memW/2        | expected -2",
                "`\"memoryLimit\": 15` | `\"memoryLimit\": -1`            | /memoryLimit   | from 0 to",
                "`\"memoryLimit\": 15` | `\"memoryLimit\": [15, 15]`      | /memoryLimit   | a list of 2",
                "`\"memoryLimit\": 15` | `\"limit\": 15`                  | /limit         | unknown field",
                "`\"m\": 6`           | `\"m\": 6, \"source\": 7`         | /source        | expected a string",
                "`\"m\": 6`           | `\"m\": 6, \"uniformSibling\": 7` | /uniformSibling | expected an object",
                "`\"m\": 6`           | `\"m\": 6, \"uniformSibling\": {\"F\": 0.5}` | /uniformSibling/F | number 0.5",
                "`\"m\": 6`           | `\"m\": 6, \"uniformSibling\": {\"p\": 1}` | /uniformSibling/p | unknown field",
                "`\"m\": 6`           | `\"m\": 1000000`                  | /m             | expected at most 10000000 ops",
                "`\"F\": 10`          | `\"F\": 1000000000000000`         | /              | ticks",
                "`15}`                | `15`                              | /memoryLimit   | ends too early",
                "`15}`                | `15} x`                           | /              | after the end",
            })
    void aMistakeIsRefusedWithItsPlace(String right, String wrong, String pointer, String words) {
        assertThat(UNIFORM).contains(right);
        String text = UNIFORM.replace(right, wrong == null ? "" : wrong);
        InvalidInstanceException refusal = catchThrowableOfType(InvalidInstanceException.class, () -> parse(text));
        assertThat(refusal).as(text).isNotNull();
        assertThat(refusal.problems()).anySatisfy(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer.equals("/") ? "" : pointer);
            assertThat(problem.message()).containsIgnoringCase(words);
        });
        assertThat(refusal).hasMessageContaining("settings.json" + (pointer.equals("/") ? "" : " " + pointer) + ": ");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        String text = UNIFORM.replace("\"F\": 10", "\"F\": [1, 2]")
                .replace("\"W\": 7", "\"W\": \"7\"")
                .replace("\"memB\": -3, ", "")
                .replace("\"memoryLimit\"", "\"limit\"");
        InvalidInstanceException refusal = catchThrowableOfType(InvalidInstanceException.class, () -> parse(text));
        assertThat(refusal.problems())
                .extracting(problem -> problem.pointer())
                .containsExactlyInAnyOrder("/F", "/W", "/memB", "/limit", "/memoryLimit");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("[]", "3", "null", "\"p\"", "", "   ")) {
            assertThatThrownBy(() -> parse(text)).isInstanceOf(InvalidInstanceException.class);
        }
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("none.json");
        assertThatThrownBy(() -> ZeroBubbleSettings.read(missing))
                .isInstanceOf(InvalidInstanceException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void thereIsALimitForEachStage() {
        assertThatThrownBy(() -> new ZeroBubbleSettings(
                        Optional.empty(), 1, 0, parse(UNIFORM).stages(), List.of(1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one for each of the 3 stages");
    }

    @Property(tries = 500)
    void whateverIsDoneToAFileItIsReadOrRefused(
            @ForAll @IntRange(max = 200) int at,
            @ForAll @IntRange(max = 3) int removed,
            @ForAll("pieces") String piece) {
        int from = Math.min(at, LISTS.length());
        int to = Math.min(from + removed, LISTS.length());
        String text = LISTS.substring(0, from) + piece + LISTS.substring(to);
        try {
            assertThat(parse(text).toInstance("mutant").devices()).hasSize(3);
        } catch (InvalidInstanceException refusal) {
            assertThat(refusal.problems()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "", "0", "-", "9999999999999999", "[", "]", "{", "}", ",", ":", "\"", "null", "1.5", "\\", "é");
    }

    private static ZeroBubbleSettings parse(String text) {
        return ZeroBubbleSettings.parse("settings.json", text.getBytes(StandardCharsets.UTF_8));
    }
}
