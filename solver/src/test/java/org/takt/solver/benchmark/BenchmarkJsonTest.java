package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.json.ClaimedBound;
import org.takt.model.json.InvalidCertificateException;
import org.takt.model.problem.Objective;

class BenchmarkJsonTest {
    private static final String OPTIONS = "{\"timeLimitSeconds\":60.0,\"workers\":2,\"gap\":0.0}";

    @Test
    void recordsAreReadBackAsTheyWereWritten() {
        BenchmarkRecord full = Records.of("i").value(110).bound(100).after(1.5).build();
        BenchmarkRecord empty =
                Records.of("\"j\"\n").status(RecordStatus.FAILED).seed(7).build();
        for (BenchmarkRecord each : new BenchmarkRecord[] {full, empty}) {
            String line = BenchmarkJson.line(each);
            assertThat(line).doesNotContain("\n");
            assertThat(BenchmarkJson.parse("test", line, BenchmarkRecord.class)).isEqualTo(each);
        }
    }

    @Test
    void whatIsThereReadsAsPeopleExpect() {
        assertThat(BenchmarkJson.line(Records.OPTIONS)).isEqualTo(OPTIONS);
        String line = BenchmarkJson.line(Records.of("i").value(110).build());
        assertThat(line)
                .contains("\"class\":\"zero-bubble\"", "\"value\":110", "\"bound\":null", "\"gap\":null")
                .contains("\"times\":{\"5%\":null,\"1%\":null,\"0.1%\":null,\"proof\":null}");
    }

    @Test
    void aBoundIsKeptWithAllThatIsNeededToProveItAgain() {
        Certificate certificate = new Certificate(
                70,
                "2-device relaxation",
                "devices gpu0, gpu1",
                "CP-SAT 9",
                3,
                new Derivation.Relaxation(
                        List.of(0, 1), OptionalInt.of(4), 2, List.of(new ProvedDelay(1, 5, List.of(1), 2))));
        ProvedBound bound = ProvedBound.of(new Objective.PeakMemory(99), certificate);

        String line = BenchmarkJson.line(bound);

        assertThat(line)
                .contains(
                        "\"seed\":3,\"objective\":{\"type\":\"PEAK_MEMORY\",\"makespanCeiling\":99},\"derivation\":{");
        assertThat(BenchmarkJson.parse("t", line, ProvedBound.class).claim())
                .contains(new ClaimedBound.OfBatch(new Objective.PeakMemory(99), certificate));
    }

    @Test
    void aBoundOfARecordWithoutDerivationIsReadButClaimsNothing() {
        ProvedBound bound = BenchmarkJson.parse(
                "t",
                "{\"value\":7,\"bound\":\"b\",\"scope\":\"s\",\"engine\":\"closed form\",\"seed\":0}",
                ProvedBound.class);
        assertThat(bound.value()).isEqualTo(7);
        assertThat(bound.claim()).isEmpty();
    }

    @Test
    void aDerivationWithoutMeaningIsRefusedWhenItIsToBeProved() {
        ProvedBound bound = BenchmarkJson.parse(
                "t",
                "{\"value\":7,\"bound\":\"b\",\"scope\":\"s\",\"engine\":\"e\",\"seed\":0,"
                        + "\"objective\":{\"type\":\"MAKESPAN\"},\"derivation\":{\"type\":\"magic\"}}",
                ProvedBound.class);
        assertThatExceptionOfType(InvalidCertificateException.class)
                .isThrownBy(bound::claim)
                .withMessageStartingWith("bound /derivation/type: Found the string \"magic\", expected one of ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"workers\":2 | \"workers\":\"2\" | t /workers: Found \"2\", expected a whole number.",
                "\"workers\":2 | \"workers\":2.5 | t /workers: Found 2.5, expected a whole number.",
                "\"workers\":2 | \"workers\":null | t /workers: Found null, expected a whole number.",
                "\"workers\":2 | \"workers\":[2] | t /workers: Found a list, expected a whole number.",
                "\"workers\":2 | \"workers\":2,\"workers\":3 | Duplicate field 'workers'",
                "\"workers\":2, | ` ` | t /workers: Found nothing, expected a whole number.",
                "\"workers\":2 | \"workers\":2,\"w/x\":2 | t /w~1x: Found the unknown field \"w/x\", expected only ",
                "} | ` ` | t: The JSON is broken at column 48: Unexpected end-of-input",
                "} | }} | t: The JSON is broken at column 48: ",
                "\"gap\" | `\ngap` | t: The JSON is broken at line 2, column ",
            })
    void refusesWhatIsNotRightAndSaysWhere(String right, String wrong, String message) {
        String text = OPTIONS.replace(right, wrong);
        assertThat(text).isNotEqualTo(OPTIONS);
        assertThatExceptionOfType(InvalidBenchmarkFileException.class)
                .isThrownBy(() -> BenchmarkJson.parse("t", text, RunOptions.class))
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("java.", "org.takt", "com."));
    }
}
