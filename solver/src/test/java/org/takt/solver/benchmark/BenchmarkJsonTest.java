package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "} | ` ` | The JSON is broken at line 1",
                "} | }} | The JSON is broken at line 1",
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
