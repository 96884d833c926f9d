package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.json.InstanceWriter;

/** Op-lists for runtimes; pictures have a test of their own. */
class ExportCommandTest {
    private static final String FUSED = "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n";

    @TempDir
    private Path directory;

    private CommandLineRun export(Instances instance, String csv, String format, String... options) throws IOException {
        Files.writeString(directory.resolve("i.json"), InstanceWriter.toJson(instance.instance()));
        Files.writeString(directory.resolve("s.csv"), csv);
        String[] words = new String[options.length + 7];
        System.arraycopy(
                new String[] {"export", "--schedule", "s.csv", "--instance", "i.json", "--format", format},
                0,
                words,
                0,
                7);
        System.arraycopy(options, 0, words, 7, options.length);
        return CommandLineRun.of(directory, words);
    }

    @Test
    void statesTheCommunicationOnRequest() throws IOException {
        CommandLineRun run = export(Instances.of(2, 2), FUSED, "pytorch-comms-csv");

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("0F0,0SEND_F0,0F1,0SEND_F1,0RECV_B0,0B0,0RECV_B1,0B1,0REDUCE_GRAD\n");
        assertThat(export(Instances.of(2, 2), run.out(), "pytorch-csv").out()).isEqualTo(FUSED);
    }

    @Test
    void overlapsThePairsThatAreAskedFor() throws IOException {
        assertThat(export(Instances.of(2, 2), FUSED, "pytorch-csv", "--overlap", "0F1+0B0")
                        .out())
                .isEqualTo("0F0,(0F1;0B0)OVERLAP_F_B,0B1\n1F0,1B0,1F1,1B1\n");
    }

    @Test
    void refusesPairsThatMakeNoSense() throws IOException {
        assertThat(export(Instances.of(2, 2), FUSED, "pytorch-csv", "--overlap", "0F0+0B0")
                        .err())
                .contains("does not directly follow");
        assertThat(export(Instances.of(2, 2), FUSED, "pytorch-csv", "--overlap", "0F9+0B0")
                        .err())
                .contains("Option --overlap names 0F9, an op that the instance does not have.");
        assertThat(export(Instances.of(2, 2), FUSED, "pytorch-csv", "--overlap", "0B0")
                        .err())
                .contains("has the pair \"0B0\", expected a forward and a backward such as 0F4+0B0.");
        assertThat(export(Instances.of(2, 2), FUSED, "takt-json", "--overlap", "0F1+0B0")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void refusesPairsOnWhichTheRuntimeWouldDeadlock() throws IOException {
        String opList = "0F0,0F1,0B0,0B1\n1F0,1F1,1B0,1B1\n";
        assertThat(export(Instances.of(2, 2), opList, "pytorch-csv").exitCode()).isEqualTo(ExitCode.OK);

        CommandLineRun run = export(Instances.of(2, 2), opList, "pytorch-csv", "--overlap", "0F1+0B0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("cannot express this schedule", "Row 1, column 2: (0F1;0B0)OVERLAP_F_B never starts");
    }

    @Test
    void saysWhatSendingAtTheEndOfACellCosts() throws IOException {
        CommandLineRun run = export(Instances.of(2, 2).costs(10, 10, 10), FUSED, "pytorch-csv", "--overlap", "0F1+0B0");

        assertThat(run.err())
                .contains(
                        "takt: Note: PyTorch's runtime sends what the ops of an OVERLAP_F_B cell made after the last of"
                                + " them; the makespan of the file is ");
    }

    @Test
    void saysWhatTheRuntimeMakesOfTheFirstStage() throws IOException {
        CommandLineRun run = export(
                Instances.of(2, 2).costs(10, 10, 10).backward(Backward.SPLIT),
                "0F0,0F1,0I0,0W0,0I1,0W1\n1F0,1I0,1F1,1I1,1W0,1W1\n",
                "pytorch-csv");

        assertThat(run.out()).isEqualTo("0F0,0F1,0B0,0B1\n1F0,1I0,1F1,1I1,1W0,1W1\n");
        assertThat(run.err())
                .contains(
                        "takt: Note: PyTorch's runtime computes the whole backward of stage 0 at once, so B stands there"
                                + " in the place of its input gradient; the makespan of the file is 70 us.");
    }

    @Test
    void tellsTorchTitanWhatItMustBeTold() throws IOException {
        CommandLineRun run = export(Instances.of(2, 2), FUSED, "torchtitan-csv");

        assertThat(run.out()).isEqualTo(FUSED);
        assertThat(run.err())
                .contains("pipeline_parallel_schedule = 1F1B, pipeline_parallel_degree = 2, num_pp_microbatches = 2");
    }

    @Test
    void writesTheOtherRuntimesFormats() throws IOException {
        assertThat(export(Instances.of(2, 2), FUSED, "zero-bubble-nodes").out()).contains("\"layer_group_idx\": 1");
        assertThat(export(Instances.of(2, 2), FUSED, "megatron-table").out())
                .contains("\"orders\": [\n  [1, 1, -1, -1],\n  [1, -1, 1, -1]]");
        assertThat(export(Instances.of(2, 2), FUSED, "deepspeed").out()).startsWith("stage 0: [Load(0),Fwd(0)]");
        assertThat(export(Instances.of(2, 2), FUSED, "megatron-layout", "--layers", "3,4")
                        .out())
                .isEqualTo("Et*3|t*4L\n");
    }

    @Test
    void asksForTheLayersOfALayout() throws IOException {
        CommandLineRun without = export(Instances.of(2, 2), FUSED, "megatron-layout");
        assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(without.err()).contains("The format megatron-layout needs option --layers.");
        CommandLineRun other = export(Instances.of(2, 2), FUSED, "deepspeed", "--layers", "1,1");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).contains("for the format megatron-layout; the format is \"deepspeed\".");
        assertThat(export(Instances.of(2, 2), FUSED, "megatron-layout", "--layers", "3,4,5")
                        .err())
                .contains("There are layers of 3 stages, expected those of 2.");
    }
}
