package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.json.InstanceIndex;
import org.takt.model.json.InstanceReader;

class GenerateCommandTest {
    private static final InstanceIndex.Entry FOREIGN = new InstanceIndex.Entry("a", "b/a.json", "b", 1, 1, 2);

    @TempDir
    private Path directory;

    @Test
    void writesAFamilyAndListsItBesideTheOthers() throws IOException {
        Files.writeString(directory.resolve("index.json"), new InstanceIndex(List.of(FOREIGN)).toJson());
        CommandLineRun run = CommandLineRun.of(directory, "generate", "heterogeneous", "--out", ".");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        InstanceIndex index = InstanceIndex.read(directory.resolve("index.json"));
        assertThat(index.family("b")).containsExactly(FOREIGN);
        assertThat(index.family("heterogeneous")).hasSize(120);
        for (InstanceIndex.Entry entry : index.family("heterogeneous")) {
            assertThat(InstanceReader.read(directory.resolve(entry.path())).name())
                    .isEqualTo(entry.name());
        }
        assertThat(run.err()).contains("Written: 120 instances");
    }

    @Test
    void needsAFamilyAndAFolder() {
        assertThat(CommandLineRun.of(directory, "generate", "--out", ".").err())
                .contains("The argument FAMILY is missing.");
        assertThat(CommandLineRun.of(directory, "generate", "large").err()).contains("Option --out is missing.");
        assertThat(CommandLineRun.of(directory, "generate", "tiny", "--out", ".")
                        .err())
                .contains(
                        "There is no family \"tiny\", expected one of heterogeneous, chunked, large, gpt3, llama3, qwen3, deepseek, long-context, unequal, sequences, segments, topology.");
    }

    @Test
    void createsTheFolder() throws IOException {
        CommandLineRun run = CommandLineRun.of(directory, "generate", "gpt3", "--out", "new/folder");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(InstanceIndex.read(directory.resolve("new/folder/index.json"))
                        .family("gpt3"))
                .isNotEmpty();
    }

    @Test
    void saysThatAFileIsNoFolder() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        CommandLineRun run = CommandLineRun.of(directory, "generate", "gpt3", "--out", "file");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("file cannot be created: it is a file.");
    }

    @Test
    void leavesEverythingAloneWhereTheIndexIsNoIndex() throws IOException {
        Files.writeString(directory.resolve("index.json"), "{\"instances\": [{}]}");
        CommandLineRun run = CommandLineRun.of(directory, "generate", "heterogeneous", "--out", ".");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).contains("/instances/0/name");
        assertThat(directory.resolve("heterogeneous")).doesNotExist();
    }
}
