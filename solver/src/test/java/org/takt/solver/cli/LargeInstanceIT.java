package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 32 devices and 256 micro-batches, 24 576 ops, within 2 GiB of heap. */
class LargeInstanceIT {
    private static final Path INSTANCES = Path.of(System.getProperty("takt.instances"), "zero-bubble");

    @TempDir
    private Path directory;

    private JsonNode solve(String name) throws IOException, InterruptedException {
        String instance = INSTANCES.resolve(name + ".json").toString();
        TaktProcess.Ended ended = TaktProcess.run(
                        directory,
                        List.of("-Xmx2g"),
                        "solve",
                        instance,
                        "--time-limit",
                        "30",
                        "--workers",
                        "2",
                        "--gap",
                        "0.01",
                        "--json",
                        "--quiet")
                .withExitCode(ExitCode.OK);
        TaktProcess.run(directory, "verify", "--schedule", name + ".schedule.json", "--instance", instance)
                .withExitCode(ExitCode.OK);
        return new ObjectMapper().readTree(ended.out());
    }

    /** The makespan of ZB-H1 in the paper (arXiv 2401.10241), proved in closed form. */
    @Test
    void isProvedOptimalAtTheMemoryOf1F1B() throws IOException, InterruptedException {
        JsonNode result = solve("zb-iclr-28p3b-p32-m256-1x");

        assertThat(result.get("status").asText()).isEqualTo("OPTIMAL");
        assertThat(result.get("value").asLong()).isEqualTo(7_715_640);
        assertThat(result.get("lowerBound").asLong()).isEqualTo(7_715_640);
        assertThat(result.get("peakMemory")).hasSize(32);
    }

    /** There is a schedule at half of it too, and a bound that is not trivial: the load of a device is 7 257 088. */
    @Test
    void hasAScheduleAtHalfOfIt() throws IOException, InterruptedException {
        JsonNode result = solve("zb-iclr-28p3b-p32-m256-0p5x");

        assertThat(result.get("status").asText()).isIn("FEASIBLE", "WITHIN_GAP");
        assertThat(result.get("lowerBound").asLong())
                .isBetween(7_257_088L, result.get("value").asLong());
    }
}
