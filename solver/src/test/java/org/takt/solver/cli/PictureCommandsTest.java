package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.json.InstanceWriter;

/** {@code takt export} to pictures, and {@code takt show}. */
class PictureCommandsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeSchedules() throws IOException {
        InstanceWriter.write(
                directory.resolve("i.json"),
                Instances.of(2, 2).costs(1, 1, 1).memory(0, 2, 1, 0).limit(8).instance());
        InstanceWriter.write(
                directory.resolve("small.json"),
                Instances.of(2, 1).costs(1, 1, 1).instance());
        Files.writeString(directory.resolve("quick.csv"), "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n");
        Files.writeString(directory.resolve("slow.pytorch.csv"), "0F0,0B0,0F1,0B1\n1F0,1B0,1F1,1B1\n");
        Files.writeString(directory.resolve("one.csv"), "0F0,0B0\n1F0,1B0\n");
    }

    @Test
    void showDrawsAScheduleAsText() {
        CommandLineRun run = CommandLineRun.of(directory, "show", "quick.csv", "--instance", "i.json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("d0  F0──F1──········B0──────····B1──────\n");
    }

    @Test
    void showKeepsToTheWidth() {
        CommandLineRun run = CommandLineRun.of(directory, "show", "quick.csv", "--instance", "i.json", "--width", "40");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(CommandLineRun.of(directory, "show", "quick.csv", "--instance", "i.json", "--width", "9")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void exportWritesEachFormat() {
        assertThat(export("html").out()).startsWith("<!DOCTYPE html>").contains("\"label\": \"quick\"");
        assertThat(export("svg").out()).startsWith("<svg ");
        assertThat(export("trace").out()).startsWith("{\"displayTimeUnit\"");
    }

    @Test
    void exportPutsTwoSchedulesOnOneTimeAxis() {
        CommandLineRun run = export("html", "--compare", "slow.pytorch.csv");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("<title>fixture: quick | fixture: slow</title>")
                .contains("\"makespan\": 9", "\"makespan\": 12");
    }

    @Test
    void theSecondScheduleMayBeOfAnotherInstance() {
        CommandLineRun run = export("svg", "--compare", "one.csv", "--compare-instance", "small.json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("makespan 9 us", "makespan 6 us");
    }

    @Test
    void onlyPicturesCompare() {
        CommandLineRun run = export("takt-json", "--compare", "slow.pytorch.csv");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("Option --compare is for html, svg, trace; the format is \"takt-json\".");
        CommandLineRun lonely = export("html", "--compare-instance", "small.json");
        assertThat(lonely.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(lonely.err()).contains("Option --compare-instance needs option --compare.");
    }

    @Test
    void nothingIsDrawnThatTheVerifierRejects() throws IOException {
        InstanceWriter.write(
                directory.resolve("i.json"),
                Instances.of(2, 2).costs(1, 1, 1).memory(0, 2, 1, 0).limit(3).instance());
        for (String format : PictureFormat.names()) {
            assertThat(export(format).exitCode()).isEqualTo(ExitCode.REJECTED);
        }
        CommandLineRun run = CommandLineRun.of(directory, "show", "quick.csv", "--instance", "i.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.REJECTED);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownFormatsAreRefusedWithAllThatThereAre() {
        assertThat(export("png").err())
                .contains("The format is \"png\", expected one of pytorch-csv, ", ", takt-json, html, svg, trace.");
    }

    private CommandLineRun export(String format, String... options) {
        String[] words = {"export", "--schedule", "quick.csv", "--instance", "i.json", "--format", format};
        String[] all = Stream.of(words, options).flatMap(Arrays::stream).toArray(String[]::new);
        return CommandLineRun.of(directory, all);
    }
}
