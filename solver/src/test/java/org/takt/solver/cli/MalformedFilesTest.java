package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.solver.Status;

class MalformedFilesTest {
    static List<String> names() throws IOException {
        return MalformedFiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void solveSaysWhatIsWrongWhereAndNothingElse(String name) {
        CommandLineRun run =
                CommandLineRun.of(new FixedEngine(Status.OPTIMAL), MalformedFiles.DIRECTORY, "solve", name);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .matches("takt: \\Q" + name + "\\E(:| /).*"));
    }

    @Test
    void theCorpusIsLarge() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(60);
    }
}
