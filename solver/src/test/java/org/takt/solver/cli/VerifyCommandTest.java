package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.json.InstanceWriter;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Objective;

class VerifyCommandTest {
    private static final String GOOD = "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n";

    @TempDir
    private Path directory;

    @Test
    void timesAndAcceptsAPyTorchCsv() throws IOException {
        write(Instances.of(2, 2).costs(1, 1, 1).memory(0, 2, 1, 0).limit(8));
        CommandLineRun run = verify(GOOD);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("s.csv keeps every rule.", "Objective              MAKESPAN 9 us")
                .contains("Note: The file has no times: every op starts as early as it can.");
    }

    @ParameterizedTest
    @CsvSource({
        "1F1B_p4_m4_v1, 1, loop, FUSED, 21",
        "GPipe_p4_m8_v1, 1, loop, FUSED, 33",
        "InterleavedZeroBubble_p4_m16_v1, 1, loop, EITHER, 0",
        "ZBVZeroBubble_p4_m8_v2, 2, v, EITHER, 0",
        "DualPipeV_p4_m8_v2, 2, v, EITHER, 0",
    })
    void readsWhatPyTorchItselfWrites(String name, int chunks, String placement, Backward backward, long makespan)
            throws IOException {
        int devices = 4;
        int microBatches = Integer.parseInt(name.replaceAll(".*_m(\\d+)_.*", "$1"));
        write(Instances.of(devices, microBatches)
                .stages(chunks * devices)
                .placement(placement.equals("v") ? new Placement.V() : new Placement.Loop())
                .backward(backward));
        try (InputStream file = PyTorchCsv.class.getResourceAsStream("torch/" + name + ".csv")) {
            Files.copy(Objects.requireNonNull(file, name), directory.resolve("s.csv"));
        }
        CommandLineRun run = CommandLineRun.of(directory, "verify", "--schedule", "s.csv", "--instance", "i.json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        if (makespan > 0) {
            assertThat(run.out()).contains("Makespan               " + makespan + " us");
        }
    }

    @Test
    void optionsOfCsvFilesAreRefusedWithOthers() throws IOException {
        write(Instances.of(2, 2));
        Files.writeString(directory.resolve("s.json"), "{}");
        for (String option : new String[] {"--micro-batches=1,0", "--csv-form=compute_only"}) {
            CommandLineRun run =
                    CommandLineRun.of(directory, "verify", "--schedule", "s.json", "--instance", "i.json", option);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err())
                    .startsWith(
                            "takt: Option " + option.split("=", -1)[0] + " goes with a schedule in a .csv file only.");
        }
    }

    @Test
    void readsBackwardsThatTheInstanceCutsOtherwise() throws IOException {
        write(Instances.of(2, 2).backward(Backward.SPLIT));
        CommandLineRun run = verify(GOOD);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("Note: The instance's backwards are split, the file lists full ones: read as if the instance"
                        + " allowed either.");
    }

    @Test
    void startsLateWhereTheLeastSpanAsksForIt() throws IOException {
        write(Instances.of(2, 2).objective(Objective.MAX_DEVICE_SPAN));
        assertThat(verify(GOOD).out()).contains("the devices start so that the largest span is least.");
    }

    @Test
    void rejectsWhatExceedsAMemoryLimit() throws IOException {
        write(Instances.of(2, 2).memory(0, 2, 1, 0).limit(3));
        CommandLineRun run = verify(GOOD);
        assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(run.out()).contains("s.csv is rejected, 1 problem:\n  ", "d0");
    }

    @Test
    void rejectsWhatWaitsForEver() throws IOException {
        write(Instances.of(2, 2));
        CommandLineRun run = verify("0F0,0B0,0F1,0B1\n1F0,1F1,1B0,1B1\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(run.out())
                .contains("The ops wait for each other for ever", "which it needs", "which is listed before");
    }

    @Test
    void rejectsWhatLacksAnOp() throws IOException {
        write(Instances.of(2, 2));
        CommandLineRun run = verify("0F0,0F1,0B0,0B1\n1F0,1B0,1F1\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(run.out()).contains("is rejected, 1 problem:", "missing");
    }

    @Test
    void refusesFilesThatHoldNoOpList() throws IOException {
        write(Instances.of(2, 2));
        CommandLineRun run = verify("hello\n");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).startsWith("takt: s.csv: Found no op, expected PyTorch's pipeline-schedule CSV");
        Files.write(directory.resolve("s.csv"), new byte[] {(byte) 0xff, (byte) 0xfe});
        CommandLineRun binary = CommandLineRun.of(directory, "verify", "--schedule", "s.csv", "--instance", "i.json");
        assertThat(binary.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(binary.err()).isEqualToNormalizingNewlines("takt: s.csv cannot be read: it is no UTF-8 text.\n");
    }

    @Test
    void asksForAFileNameThatSaysWhatTheFileHolds() throws IOException {
        write(Instances.of(2, 2));
        CommandLineRun run = CommandLineRun.of(directory, "verify", "--schedule", "s.txt", "--instance", "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("expected a name that ends in .json or .csv.");
    }

    @Test
    void mapsTheMicroBatchNumbersOfTheFile() throws IOException {
        write(Instances.of(2, 2).microBatch(0, 3000, 1000));
        Files.writeString(directory.resolve("s.csv"), GOOD);
        String[] words = {"verify", "--schedule", "s.csv", "--instance", "i.json", "--micro-batches", "1,0"};
        assertThat(makespan(CommandLineRun.of(directory, words))).isNotEqualTo(makespan(verify(GOOD)));
    }

    private static String makespan(CommandLineRun run) {
        return run.out()
                .lines()
                .filter(line -> line.startsWith("Makespan "))
                .findFirst()
                .orElseThrow();
    }

    private CommandLineRun verify(String csv) throws IOException {
        Files.writeString(directory.resolve("s.csv"), csv);
        return CommandLineRun.of(directory, "verify", "--schedule", "s.csv", "--instance", "i.json");
    }

    private void write(Instances instance) throws IOException {
        InstanceWriter.write(directory.resolve("i.json"), instance.instance());
    }
}
