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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.certificate.RoundSum;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.TimePerMicroBatch;

class CertificateJsonTest {
    private static final Instance INSTANCE = Instances.of(1, 1).instance();
    private static final Problem PROBLEM = Expander.expand(INSTANCE);
    private static final Schedule SCHEDULE = new Schedule(new long[] {0, 1}, new int[2]);

    private static final Derivation RELAXATION = new Derivation.Relaxation(
            List.of(0, 3),
            OptionalInt.of(6),
            50,
            List.of(new ProvedDelay(2, 1240, List.of(0), 10), new ProvedDelay(3, 2000, List.of(0, 3), 20)));

    private static final String RELAXATION_JSON =
            "{\"value\": 7, \"bound\": \"b\", \"scope\": \"s\", \"engine\": \"e\", \"seed\": 2, "
                    + "\"objective\": {\"type\": \"PEAK_MEMORY\", \"makespanCeiling\": 9}, "
                    + "\"derivation\": {\"type\": \"relaxation\", \"devices\": [0, 3], \"lastMicroBatches\": 6, \"unit\": 50, "
                    + "\"delays\": [{\"microBatches\": 2, \"ticks\": 1240, \"devices\": [0], \"unit\": 10}, "
                    + "{\"microBatches\": 3, \"ticks\": 2000, \"devices\": [0, 3], \"unit\": 20}]}}";

    @TempDir
    private Path folder;

    private static Certificate certificate(long value, Derivation derivation) {
        return new Certificate(value, "b", "s", "e", 2, derivation);
    }

    private List<ClaimedBound> read(String text) throws IOException {
        Path file = folder.resolve("file.json");
        Files.writeString(file, text);
        return CertificateJson.read(file, INSTANCE);
    }

    private List<String> problems(String certificate) {
        String text = "{\"instance\": \"fixture\", \"certificate\": " + certificate + "}";
        return catchThrowableOfType(InvalidCertificateException.class, () -> read(text)).problems().stream()
                .map(JsonProblem::pointer)
                .toList();
    }

    @Test
    void aCertificateIsWrittenOnOneLine() {
        assertThat(CertificateJson.write(new Objective.PeakMemory(9), certificate(7, RELAXATION)))
                .isEqualTo(RELAXATION_JSON);
    }

    static List<Derivation> derivations() {
        return List.of(
                new Derivation.Trivial(),
                new Derivation.ClosedForm(),
                new Derivation.NoSchedule(),
                new Derivation.WholeProblem(1),
                new Derivation.Relaxation(List.of(2), OptionalInt.empty(), 3, List.of()),
                new Derivation.Relaxation(List.of(0), OptionalInt.of(1), 1, List.of()),
                new Derivation.Relaxation(List.of(3), OptionalInt.of(2), 1, List.of(), OptionalInt.of(17)),
                new Derivation.Rounds(
                        List.of(1, 2),
                        17,
                        4,
                        50,
                        new RoundSum(6, 900),
                        List.of(new RoundSum(4, 800), new RoundSum(6, 1250)),
                        new RoundSum(9, 2000)),
                new Derivation.Meetings(List.of(1, 4, 7), 2_000),
                new Derivation.Meetings(List.of(1, 4, 7), 2_000, goal(1, 7)),
                RELAXATION);
    }

    private static Optional<Derivation.Meetings.Goal> goal(int... stages) {
        return Optional.of(
                new Derivation.Meetings.Goal(700, Arrays.stream(stages).boxed().toList(), 150));
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void schedulesCarryThemAndKeepTheirSchema(Derivation derivation) throws IOException {
        Certificate certificate = certificate(2, derivation);
        String text = ScheduleJson.write(INSTANCE, PROBLEM, SCHEDULE, certificate);
        assertThat(schema().validate(text, InputFormat.JSON)).isEmpty();
        assertThat(read(text)).containsExactly(new ClaimedBound.OfBatch(Objective.MAKESPAN, certificate));
        assertThat(ScheduleJson.parse("s", text.getBytes(StandardCharsets.UTF_8), INSTANCE, PROBLEM))
                .isEqualTo(SCHEDULE);
    }

    @ParameterizedTest
    @CsvSource({"15, 2, 15/2", "30, 2, 15"})
    void periodicSchedulesCarryFractions(long ticks, long microBatches, String value) throws IOException {
        PeriodCertificate certificate = new PeriodCertificate(TimePerMicroBatch.of(ticks, microBatches), "load", "d0");
        PeriodicSchedule schedule = new PeriodicSchedule(2, 1, SCHEDULE);
        String text = ScheduleJson.write(INSTANCE, PROBLEM, schedule, certificate);
        assertThat(text).contains("\"certificate\": {\"value\": \"" + value + "\"");
        assertThat(schema().validate(text, InputFormat.JSON)).isEmpty();
        assertThat(read(text)).containsExactly(new ClaimedBound.OfPeriod(certificate));
        assertThat(ScheduleJson.parsePeriodic("s", text.getBytes(StandardCharsets.UTF_8), INSTANCE, count -> PROBLEM))
                .isEqualTo(schedule);
    }

    private static Schema schema() throws IOException {
        try (InputStream text = ScheduleJson.class.getResourceAsStream("takt-schedule-1.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(text.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    @Test
    void stagesOfMeetingsAscendAndStatesHaveALimit() {
        String meetings = CertificateJson.write(
                Objective.MAKESPAN, certificate(7, new Derivation.Meetings(List.of(1, 4), 2_000)));
        assertThat(problems(meetings.replace("[1, 4]", "[4, 1]"))).containsExactly("/certificate/derivation/stages");
        assertThat(problems(meetings.replace("[1, 4]", "[]"))).containsExactly("/certificate/derivation/stages");
        assertThat(problems(meetings.replace("2000", "200001"))).containsExactly("/certificate/derivation/width");
    }

    @Test
    void goalsOfMeetingsBeginAtTheSameStage() {
        String meetings = CertificateJson.write(
                Objective.MAKESPAN, certificate(7, new Derivation.Meetings(List.of(1, 4), 2_000, goal(1, 7))));
        assertThat(problems(meetings.replace("[1, 7]", "[2, 7]"))).containsExactly("/certificate/derivation/goal");
        assertThat(problems(meetings.replace("[1, 7]", "[7, 1]")))
                .containsExactly("/certificate/derivation/goal/stages");
        assertThat(problems(meetings.replace("150", "0"))).containsExactly("/certificate/derivation/goal/width");
        assertThat(problems(meetings.replace("700", "-1"))).containsExactly("/certificate/derivation/goal/value");
        assertThatThrownBy(() -> new Derivation.Meetings(List.of(1, 4), 2_000, goal(4)))
                .hasMessage("The stages are [1, 4] and [4] for the goal, expected the same first one.");
        assertThatThrownBy(() -> new Derivation.Meetings.Goal(-1, List.of(1), 1))
                .hasMessage("The goal is -1, expected at least 0.");
        assertThatThrownBy(() -> goal(4, 1))
                .hasMessage("The stages are [4, 1], expected one or more ascending indices from 0.");
    }

    @Test
    void allOfSeveralBoundsAreRead() throws IOException {
        String low = CertificateJson.write(Objective.MAX_DEVICE_SPAN, certificate(3, new Derivation.ClosedForm()));
        String high = CertificateJson.write(Objective.MAX_DEVICE_SPAN, certificate(5, RELAXATION));
        String bounds = "{\"instance\": \"fixture\", \"gap\": 0.5, \"bounds\": [" + low + ", " + high + "]}";
        assertThat(read(bounds))
                .containsExactly(
                        new ClaimedBound.OfBatch(
                                Objective.MAX_DEVICE_SPAN, certificate(3, new Derivation.ClosedForm())),
                        new ClaimedBound.OfBatch(Objective.MAX_DEVICE_SPAN, certificate(5, RELAXATION)));
    }

    @Test
    void aFileWithoutCertificateOrOfAnotherInstanceIsRefused() {
        String schedule = ScheduleJson.write(INSTANCE, PROBLEM, SCHEDULE);
        assertThatThrownBy(() -> read(schedule))
                .isInstanceOf(InvalidCertificateException.class)
                .hasMessageContaining("The field \"certificate\" is missing");
        assertThatThrownBy(() -> read(schedule.replace("fixture", "other")))
                .hasMessageContaining("Found the string \"other\", expected \"fixture\".");
        assertThatThrownBy(() -> read("{\"instance\": \"fixture\", \"bounds\": []}"))
                .hasMessageContaining("Found no bound, expected at least one.");
        assertThatThrownBy(() -> CertificateJson.read(folder.resolve("none.json"), INSTANCE))
                .hasMessageContaining("There is no such file.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"value\": 7|\"value\": -7|/certificate/value",
                "\"seed\": 2, ||/certificate/seed",
                "\"PEAK_MEMORY\"|\"SPEED\"|/certificate/objective/type",
                "\"PEAK_MEMORY\", \"makespanCeiling\": 9|\"PERIOD\"|/certificate/value",
                "\"PEAK_MEMORY\", \"makespanCeiling\": 9|\"PERIOD\"|/certificate/derivation",
                "\"relaxation\"|\"guess\"|/certificate/derivation/type",
                "\"relaxation\"|\"closedForm\"|/certificate/derivation/devices",
                "\"devices\": [0, 3], \"last|\"devices\": [3, 3], \"last|/certificate/derivation/devices",
                "\"devices\": [0, 3], \"last|\"devices\": [], \"last|/certificate/derivation/devices",
                "\"lastMicroBatches\": 6, ||/certificate/derivation/delays",
                "\"unit\": 50|\"unit\": 0|/certificate/derivation/unit",
                "\"microBatches\": 2|\"microBatches\": 0|/certificate/derivation/delays/0/microBatches",
                "\"ticks\": 2000|\"ticks\": 1.5|/certificate/derivation/delays/1/ticks",
                "\"unit\": 20|\"unit\": 20, \"x\": 1|/certificate/derivation/delays/1/x"
            })
    void problemsAreToldWithTheirPointers(String genuine, String tampered, String pointer) {
        String replacement = tampered == null ? "" : tampered;
        assertThat(RELAXATION_JSON).contains(genuine);
        assertThat(problems(RELAXATION_JSON.replace(genuine, replacement))).contains(pointer);
    }
}
