package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.Schedules;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Violation;

class ScheduleJsonTest {
    private static final Instance TWO_STAGES =
            Instances.of(2, 1).costs(3, 4, 5).latency(2).instance();

    private static final String TWO_STAGES_JSON = """
            {
              "format": "takt-schedule/1",
              "instance": "fixture",
              "timeUnit": "us",
              "devices": [
                {"name": "d0", "actions": [
                  {"op": "F", "stage": 0, "microBatch": 0, "start": 0, "duration": 3},
                  {"send": "F", "stage": 0, "microBatch": 0, "to": 1, "sent": 3, "arrives": 5},
                  {"receive": "B", "stage": 1, "microBatch": 0, "from": 1, "sent": 17, "arrives": 19},
                  {"op": "B", "stage": 0, "microBatch": 0, "start": 19, "duration": 9}
                ]},
                {"name": "d1", "actions": [
                  {"receive": "F", "stage": 0, "microBatch": 0, "from": 0, "sent": 3, "arrives": 5},
                  {"op": "F", "stage": 1, "microBatch": 0, "start": 5, "duration": 3},
                  {"op": "B", "stage": 1, "microBatch": 0, "start": 8, "duration": 9},
                  {"send": "B", "stage": 1, "microBatch": 0, "to": 0, "sent": 17, "arrives": 19}
                ]}
              ]
            }
            """;

    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream text = ScheduleJson.class.getResourceAsStream("takt-schedule-1.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(text.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException exception) {
            throw new AssertionError(exception);
        }
    }

    @Test
    void aFileListsOpsSendsAndReceivesOfEachDevice() {
        Problem problem = Expander.expand(TWO_STAGES);
        Schedule schedule = asSoonAsPossible(problem, new Random(0));
        assertThat(ScheduleJson.write(TWO_STAGES, problem, schedule)).isEqualTo(TWO_STAGES_JSON);
        assertThat(parse(TWO_STAGES_JSON, TWO_STAGES)).isEqualTo(schedule);
    }

    @Test
    void aPeriodicScheduleIsItsFirstUnitWithItsPeriod() {
        Problem unit = Expander.expand(TWO_STAGES);
        PeriodicSchedule schedule = new PeriodicSchedule(28, 1, asSoonAsPossible(unit, new Random(0)));
        String text = ScheduleJson.write(TWO_STAGES, unit, schedule, PeriodCertificate.TRIVIAL);
        String certificate = CertificateJson.write(PeriodCertificate.TRIVIAL);

        assertThat(text)
                .isEqualTo(TWO_STAGES_JSON.replace(
                        "  \"devices\"",
                        "  \"period\": 28,\n  \"microBatches\": 1,\n  \"certificate\": " + certificate
                                + ",\n  \"devices\""));
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
        assertThat(parsePeriodic(text)).isEqualTo(schedule);

        assertThatThrownBy(() -> parse(text, TWO_STAGES))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("Found the schedule of a steady state, which has no end");
        assertThatThrownBy(() -> parsePeriodic(TWO_STAGES_JSON))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("\"period\" is missing")
                .hasMessageContaining("\"microBatches\" is missing");
        assertThatThrownBy(() -> parsePeriodic(text.replace("28", "0")))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("Found the number 0, expected a whole number from 1 to");
    }

    private static PeriodicSchedule parsePeriodic(String text) {
        return ScheduleJson.parsePeriodic(
                "s.json",
                bytes(text),
                TWO_STAGES,
                count -> Expander.expand(TWO_STAGES.withMicroBatches(Collections.nCopies(count, MicroBatch.PLAIN))));
    }

    @Test
    void aTransferOverAnExclusiveLinkIsAnOpOfItsOwnAndAMessage() {
        Instance instance = Instances.of(2, 1).costs(3, 4, 5).exclusive(2, 1).instance();
        Problem problem = Expander.expand(instance);
        String text = ScheduleJson.write(instance, problem, asSoonAsPossible(problem, new Random(0)));
        assertThat(text)
                .contains(
                        "{\"send\": \"F\", \"stage\": 0, \"microBatch\": 0, \"to\": 1, \"sent\": 3, \"arrives\": 6}",
                        "{\"receive\": \"F\", \"stage\": 0, \"microBatch\": 0, \"from\": 0, \"sent\": 3, \"arrives\": 6}",
                        "  \"others\": [\n"
                                + "    {\"op\": \"SEND_F\", \"stage\": 0, \"microBatch\": 0, \"start\": 3, \"duration\": 2},\n"
                                + "    {\"op\": \"SEND_B\", \"stage\": 1, \"microBatch\": 0, \"start\": 18, \"duration\": 2}\n"
                                + "  ]");
        assertThat(ScheduleJson.write(instance, problem, parse(text, instance))).isEqualTo(text);
    }

    @Test
    void anOpOnSeveralDevicesStandsOnEachAndIsToldOnceMoreOnlyTheSame() {
        Problems draft = Problems.of(2);
        int first = draft.op(OpKind.F, 0, 0, 4, 0);
        int both = draft.op(OpKind.ALL_REDUCE, 1, 0, 2, 0, 1);
        Problem problem = draft.precede(first, both).problem();
        Schedule schedule = new Schedule(new long[] {0, 4}, new int[] {0, 0});
        String text = ScheduleJson.write(TWO_STAGES, problem, schedule);
        assertThat(text.split("ALL_REDUCE", -1)).hasSize(3);
        assertThat(ScheduleJson.parse("s.json", bytes(text), TWO_STAGES, problem))
                .isEqualTo(schedule);

        String onDevice1 = text.substring(text.indexOf("{\"op\": \"ALL", text.indexOf("\"d1\"")));
        String moved = text.replace(onDevice1, onDevice1.replace("\"start\": 4", "\"start\": 5"));
        assertThatThrownBy(() -> ScheduleJson.parse("s.json", bytes(moved), TWO_STAGES, problem))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("/devices/1/actions/0: ")
                .hasMessageContaining("as on another device");
        String gone = text.replace(onDevice1, "]}]}");
        assertThatThrownBy(() -> ScheduleJson.parse("s.json", bytes(gone), TWO_STAGES, problem))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("/devices/1/actions: ")
                .hasMessageContaining("Found no ALL_REDUCE");
    }

    @Test
    void modesAndWhatFollowsFromThemAreKept() {
        Problems draft = Problems.of(2);
        int first = draft.op(OpKind.F, 0, 0, 4, 0);
        int choice = draft.op(OpKind.B, 0, 0, false, new Mode(5, List.of(0)), new Mode(3, List.of(1)));
        Problem problem = draft.precede(first, choice, new Lag.ByModes(List.of(List.of(0L, 2L))))
                .problem();
        Schedule here = new Schedule(new long[] {0, 4}, new int[] {0, 0});
        Schedule there = new Schedule(new long[] {0, 7}, new int[] {0, 1});
        assertThat(ScheduleJson.write(TWO_STAGES, problem, here)).doesNotContain("send", "mode\"");
        String text = ScheduleJson.write(TWO_STAGES, problem, there);
        assertThat(text)
                .contains(
                        "{\"op\": \"B\", \"stage\": 0, \"microBatch\": 0, \"mode\": 1, \"start\": 7, \"duration\": 3}")
                .contains("{\"send\": \"F\", \"stage\": 0, \"microBatch\": 0, \"to\": 1, \"sent\": 4, \"arrives\": 6}");
        assertThat(ScheduleJson.parse("s.json", bytes(text), TWO_STAGES, problem))
                .isEqualTo(there);
    }

    @Test
    void startsAndMissingOpsAreLeftToTheVerifier() {
        Problem problem = Expander.expand(TWO_STAGES);
        String early = TWO_STAGES_JSON.replace("\"start\": 19", "\"start\": 18");
        assertThat(Schedules.violations(problem, parse(early, TWO_STAGES)))
                .singleElement()
                .isInstanceOf(Violation.PrecedenceBroken.class);
        String without = TWO_STAGES_JSON
                .replace(
                        ",\n      {\"op\": \"B\", \"stage\": 0, \"microBatch\": 0, \"start\": 19, \"duration\": 9}", "")
                .replace(
                        ",\n      {\"receive\": \"B\", \"stage\": 1, \"microBatch\": 0, \"from\": 1, \"sent\": 17, \"arrives\": 19}",
                        "")
                .replace(
                        ",\n      {\"send\": \"B\", \"stage\": 1, \"microBatch\": 0, \"to\": 0, \"sent\": 17, \"arrives\": 19}",
                        "");
        assertThat(without).hasSizeLessThan(TWO_STAGES_JSON.length() - 200);
        assertThat(Schedules.violations(problem, parse(without, TWO_STAGES)))
                .singleElement()
                .isInstanceOf(Violation.OpMissing.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`takt-schedule/1`     | `takt-instance/1`          | /format                        | is an instance",
                "`\"fixture\"`         | `\"other\"`                | /instance                      | expected \"fixture\"",
                "`\"us\"`              | `\"ms\"`                   | /timeUnit                      | expected \"us\"",
                "`\"us\"`              | `\"us\", \"color\": 1`     | /color                         | unknown field",
                "`\"d1\"`              | `\"gpu1\"`                 | /devices/1/name                | expected \"d1\"",
                "`\"name\": \"d1\", `  | ``                         | /devices/1/name                | is missing",
                "`\"actions\": [`      | `\"actions\": [7, `        | /devices/0/actions/0           | expected an object",
                "`\"op\": \"F\", \"stage\": 0` | `\"op\": \"W\", \"stage\": 0` | /devices/0/actions/0/op | expected one of \"B\", \"F\"",
                "`\"op\": \"F\", \"stage\": 0` | `\"op\": \"F\", \"stage\": 7` | /devices/0/actions/0    | expected an op of the instance",
                "`\"op\": \"F\", \"stage\": 0` | `\"op\": \"F\", \"pipeline\": 1, \"stage\": 0` | /devices/0/actions/0 | of pipeline 1",
                "`\"op\": \"F\", \"stage\": 0` | `\"op\": \"F\", \"segment\": 1, \"stage\": 0` | /devices/0/actions/0 | segment 1",
                "`\"op\": \"F\", \"stage\": 0` | `\"op\": \"F\", \"mode\": 1, \"stage\": 0` | /devices/0/actions/0/mode | from 0 to 0",
                "`\"op\": \"F\", \"stage\": 0` | `\"op\": \"F\", \"stage\": 1` | /devices/0/actions/0    | belongs to device 1",
                "`\"op\": \"B\", \"stage\": 1` | `\"op\": \"F\", \"stage\": 1` | /devices/1/actions/2    | once more",
                "`\"start\": 8`        | `\"start\": -8`            | /devices/1/actions/2/start     | from 0 to",
                "`\"start\": 8`        | `\"start\": 4`             | /devices/1/actions/2/start     | in order of start",
                "`\"start\": 8`        | `\"start\": 8.0`           | /devices/1/actions/2/start     | without fraction",
                "`\"start\": 8`        | `\"start\": 9`             | /devices/1/actions/3/sent      | expected 18",
                "`\"start\": 8`        | `\"start\": 9`             | /devices/0/actions/2/arrives   | expected 20",
                "`\"duration\": 3`     | `\"duration\": 4`          | /devices/0/actions/0/duration  | expected 3",
                "`\"to\": 1`           | `\"to\": 2`                | /devices/0/actions/1/to        | from 0 to 1",
                "`\"to\": 1`           | `\"to\": 0`                | /devices/0/actions/1           | no op needs",
                "`\"to\": 1`           | `\"to\": 0`                | /devices/0/actions             | found no send of F",
                "`\"from\": 1`         | `\"from\": 0`              | /devices/0/actions             | found no receive of B",
                "`\"send\": \"B\"`     | `\"send\": \"F\"`          | /devices/1/actions/3           | no op needs",
                "`\"send\": \"B\"`     | `\"op\": \"B\", \"send\": \"B\"` | /devices/1/actions/3/op  | unknown field",
                "`\"send\": \"B\", `   | ``                         | /devices/1/actions/3/op        | is missing",
                "`\"arrives\": 19}\n    ]` | `\"arrives\": 20}\n    ]` | /devices/1/actions/3/arrives | expected 19",
                "`}\n  ]\n}`           | `}\n  ], \"others\": [{\"op\": \"F\"}]\n}` | /others/0/start | is missing",
                "`}\n  ]\n}`           | `}\n  ], \"others\": [{\"op\": \"F\", \"stage\": 0, \"microBatch\": 0, \"start\": 0, \"duration\": 3}]\n}` | /others/0 | belongs to device 0",
                "`]}\n  ]`             | `]}, {\"name\": \"d2\", \"actions\": []}\n  ]` | /devices | one entry for each of the 2 devices",
                "`]}\n  ]\n}`          | `]}`                       | /devices/1                     | ends too early",
            })
    void aMistakeIsRefusedWithItsPlace(String right, String wrong, String pointer, String words) {
        String compact = TWO_STAGES_JSON;
        assertThat(compact).contains(right);
        int at = compact.indexOf(right);
        String text = compact.substring(0, at) + (wrong == null ? "" : wrong) + compact.substring(at + right.length());
        InvalidScheduleException refusal =
                catchThrowableOfType(InvalidScheduleException.class, () -> parse(text, TWO_STAGES));
        assertThat(refusal).as(text).isNotNull();
        assertThat(refusal.problems()).anySatisfy(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer.equals("/") ? "" : pointer);
            assertThat(problem.message()).containsIgnoringCase(words);
        });
        assertThat(refusal).hasMessageContaining("s.json " + pointer + ": ");
    }

    @Test
    void aSendStandsAfterItsOpAndAReceiveBeforeTheOpThatNeedsIt() {
        List<String> lines = TWO_STAGES_JSON.lines().toList();
        String[] swapped = lines.toArray(String[]::new);
        swapped[6] = lines.get(7);
        swapped[7] = lines.get(6);
        swapped[8] = lines.get(9) + ",";
        swapped[9] = lines.get(8).substring(0, lines.get(8).length() - 1);
        InvalidScheduleException refusal = catchThrowableOfType(
                InvalidScheduleException.class, () -> parse(String.join("\n", swapped), TWO_STAGES));
        assertThat(refusal.problems())
                .extracting(JsonProblem::pointer)
                .containsExactly("/devices/0/actions/0", "/devices/0/actions/3");
    }

    @Test
    void everyPrefixAndEveryMissingLineIsRefusedOrRead() {
        String text = TWO_STAGES_JSON;
        for (int length = 0; length < text.length() - 2; length++) {
            String prefix = text.substring(0, length);
            assertThatThrownBy(() -> parse(prefix, TWO_STAGES)).isInstanceOf(InvalidScheduleException.class);
        }
        List<String> lines = text.lines().toList();
        for (int missing = 0; missing < lines.size(); missing++) {
            List<String> rest = new ArrayList<>(lines);
            rest.remove(missing);
            assertThatThrownBy(() -> parse(String.join("\n", rest), TWO_STAGES))
                    .isInstanceOf(InvalidScheduleException.class);
        }
    }

    @Test
    void twoOpsOfOneNameAreRefused() {
        Problems draft = Problems.of(2);
        draft.op(OpKind.F, 0, 0, 4, 0);
        draft.op(OpKind.F, 0, 0, 4, 0);
        Problem problem = draft.problem();
        assertThatThrownBy(() -> ScheduleJson.write(TWO_STAGES, problem, new Schedule(new long[2], new int[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Two ops are called");
    }

    @Test
    void filesAreWrittenAndReadAndMissingOnesNamed(@TempDir Path folder) throws IOException {
        Problem problem = Expander.expand(TWO_STAGES);
        Schedule schedule = asSoonAsPossible(problem, new Random(0));
        Path file = folder.resolve("schedule.json");
        ScheduleJson.write(file, TWO_STAGES, problem, schedule);
        assertThat(ScheduleJson.read(file, TWO_STAGES, problem)).isEqualTo(schedule);
        Files.delete(file);
        assertThatThrownBy(() -> ScheduleJson.read(file, TWO_STAGES, problem))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("There is no such file");
    }

    @Test
    void aLargeScheduleIsWrittenAndReadBack() throws IOException {
        Instance instance = InstanceReader.read(Path.of("../instances/zero-bubble/zb-iclr-28p3b-p32-m256-1x.json"));
        Problem problem = Expander.expand(instance);
        assertThat(problem.ops()).hasSize(24_576);
        Schedule schedule = asSoonAsPossible(problem, new Random(0));
        String text = ScheduleJson.write(instance, problem, schedule);
        assertThat(text.length()).isLessThan(250 * 24_576);
        assertThat(parse(text, instance)).isEqualTo(schedule);
    }

    @Property(tries = 300)
    void schedulesAreReadBackTheSameAndRunAsListed(
            @ForAll @IntRange(min = 1, max = 4) int devices,
            @ForAll @IntRange(min = 1, max = 4) int microBatches,
            @ForAll @IntRange(max = 4) int placement,
            @ForAll @IntRange(max = 3) int latency,
            @ForAll boolean exclusive,
            @ForAll Backward backward,
            @ForAll long seed) {
        Random random = new Random(seed);
        Instance instance = randomInstance(devices, microBatches, placement, latency, exclusive, backward, random);
        Problem problem = Expander.expand(instance);
        Schedule schedule = asSoonAsPossible(problem, random);
        String text = ScheduleJson.write(instance, problem, schedule);

        Schedule back = parse(text, instance);
        assertThat(back).isEqualTo(schedule);
        assertThat(ScheduleJson.write(instance, problem, back)).isEqualTo(text);
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isEmpty();
        int messages = ActionRun.of(text).run();
        assertThat(messages)
                .isEqualTo((int) Schedules.accepted(problem, schedule).messages());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"start\": 8`        | `\"start\": -1`",
                "`\"start\": 8`        | `\"start\": 1.5`",
                "`\"start\": 8`        | `\"start\": 8, \"end\": 17`",
                "`\"start\": 8, `      | ``",
                "`\"op\": \"B\"`       | `\"op\": \"X\"`",
                "`\"op\": \"B\"`       | `\"op\": \"B\", \"send\": \"B\"`",
                "`\"to\": 1, `         | ``",
                "`\"timeUnit\": \"us\",` | ``",
                "`takt-schedule/1`     | `takt-schedule/2`",
                "`\"name\": \"d0\"`    | `\"name\": \" \"`",
            })
    void theSchemaRefusesWhatTheReaderRefuses(String right, String wrong) {
        assertThat(SCHEMA.validate(TWO_STAGES_JSON, InputFormat.JSON)).isEmpty();
        String text = TWO_STAGES_JSON.replace(right, wrong == null ? "" : wrong);
        assertThat(text).isNotEqualTo(TWO_STAGES_JSON);
        assertThat(SCHEMA.validate(text, InputFormat.JSON)).isNotEmpty();
        assertThatThrownBy(() -> parse(text, TWO_STAGES)).isInstanceOf(InvalidScheduleException.class);
    }

    @Property(tries = 1000)
    void whateverIsDoneToAFileItIsReadOrRefused(
            @ForAll @IntRange(max = 1300) int at,
            @ForAll @IntRange(max = 3) int removed,
            @ForAll("pieces") String piece) {
        int from = Math.min(at, TWO_STAGES_JSON.length());
        int to = Math.min(from + removed, TWO_STAGES_JSON.length());
        String text = TWO_STAGES_JSON.substring(0, from) + piece + TWO_STAGES_JSON.substring(to);
        try {
            assertThat(parse(text, TWO_STAGES).size()).isEqualTo(4);
        } catch (InvalidScheduleException refusal) {
            assertThat(refusal.problems()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                "", "0", "-", "9999999999999999", "[", "]", "{", "}", ",", ":", "\"", "null", "1.5", "\\", "é");
    }

    private static Instance randomInstance(
            int devices,
            int microBatches,
            int placement,
            int latency,
            boolean exclusive,
            Backward backward,
            Random random) {
        int stages = placement == 1 || placement == 3 || placement == 4 ? 2 * devices : devices;
        Instances draft = Instances.of(devices, microBatches).stages(stages).backward(backward);
        for (int stage = 0; stage < stages; stage++) {
            draft.stageCosts(stage, random.nextInt(4), random.nextInt(4), random.nextInt(4));
        }
        draft.placement(
                switch (placement) {
                    case 1 -> new Placement.V();
                    case 2 -> new Placement.Bidirectional(new Placement.Loop());
                    case 3 -> new Placement.Wave(1);
                    default -> new Placement.Loop();
                });
        if (exclusive) {
            draft.exclusive(latency, random.nextInt(2));
        } else {
            draft.latency(latency);
        }
        return draft.instance();
    }

    /** Chooses among alternative backwards at random and serves every stream first come, first served. */
    private static Schedule asSoonAsPossible(Problem problem, Random random) {
        int[] modes = new int[problem.ops().size()];
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne alternatives) {
                List<Integer> ops = alternatives.ops();
                ops.forEach(op -> modes[op] = Schedule.ABSENT);
                modes[ops.get(random.nextInt(ops.size()))] = 0;
            }
        }
        for (PresenceRule rule : problem.presenceRules()) {
            if (rule instanceof PresenceRule.Implies implies
                    && problem.ops().get(implies.op()).kind() == OpKind.W) {
                modes[implies.op()] = modes[implies.required()];
            }
        }
        return Schedules.timed(problem, new DeviceOrders(problem, modes, Map.of()));
    }

    private static Schedule parse(String text, Instance instance) {
        return ScheduleJson.parse("s.json", bytes(text), instance, Expander.expand(instance));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
