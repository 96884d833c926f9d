package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.Status;

/** What commands do about files that they cannot or must not write: they say so before they work. */
class OutputFilesTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeInstance() throws IOException {
        write("fixture");
    }

    @ParameterizedTest
    @ValueSource(strings = {"i.json", "./i.json", "link.json", "folder/../i.json"})
    void solveRefusesToReplaceItsInstance(String output) throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.createSymbolicLink(directory.resolve("link.json"), directory.resolve("i.json"));
        String before = Files.readString(directory.resolve("i.json"));

        CommandLineRun run = solve("i.json", "--output", output);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("The output file " + directory.resolve(output) + " is the input "
                        + directory.resolve("i.json") + ", expected another file.");
        assertThat(directory.resolve("i.json")).content().isEqualTo(before);
    }

    @Test
    void solveRefusesToReplaceItsInstanceByTheFileThatItsNameMeans() throws IOException {
        Files.move(directory.resolve("i.json"), directory.resolve("fixture.schedule.json"));
        assertThat(solve("fixture.schedule.json").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void exportRefusesToReplaceItsInputs() throws IOException {
        Files.writeString(directory.resolve("s.csv"), "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n");
        for (String output : List.of("s.csv", "i.json")) {
            CommandLineRun run = CommandLineRun.of(
                    directory,
                    "export",
                    "--schedule=s.csv",
                    "--instance=i.json",
                    "--format=pytorch-csv",
                    "--output=" + output);
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains(" is the input ");
        }
    }

    @Test
    void importAndGenerateModelRefuseToReplaceTheirInputs() throws IOException {
        Files.writeString(directory.resolve("lengths.txt"), "8\n");
        assertThat(CommandLineRun.of(directory, "import", "zero-bubble", "i.json", "--output", "i.json")
                        .err())
                .contains(" is the input ");
        assertThat(CommandLineRun.of(
                                directory,
                                "generate",
                                "model",
                                "--model=llama-3.1-8b",
                                "--gpu=h100-sxm",
                                "--pp=4",
                                "--lengths=lengths.txt",
                                "--output=lengths.txt")
                        .err())
                .contains(" is the input ");
        assertThat(directory.resolve("lengths.txt")).content().isEqualTo("8\n");
    }

    @Test
    void longNamesOfInstancesAreCut() throws IOException {
        write("n".repeat(5000));
        assertThat(solve("i.json").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "i.json", "n".repeat(180) + ".schedule.json", "n".repeat(180) + ".pytorch.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "a/b", "..", ".hidden", "a\\\\b", "a\\u0000b"})
    void namesOfInstancesMeanNoOtherDirectory(String name) throws IOException {
        write(name);
        assertThat(solve("i.json").exitCode()).isEqualTo(ExitCode.OK);
        assertThat(files()).hasSize(3).noneMatch(file -> file.startsWith("."));
    }

    @Test
    void namesThatAreTooLongAreRefusedBeforeTheSolve() throws IOException {
        CommandLineRun run = solve("i.json", "--output", "n".repeat(250) + ".json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(" cannot be written: File name too long.")
                .doesNotContain("list scheduler");
        assertThat(files()).containsExactly("i.json");
    }

    @Test
    void directoriesThatTakeNoFilesAreRefusedBeforeTheSolve() {
        assumeThat(Path.of("/proc/self")).exists();
        CommandLineRun run = solve("i.json", "--output", "/proc/x.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("The output file /proc/x.json cannot be written: its directory takes no new files.")
                .doesNotContain("list scheduler");
    }

    private CommandLineRun solve(String... words) {
        return CommandLineRun.of(
                new FixedEngine(Status.FEASIBLE),
                directory,
                Stream.concat(Stream.of("solve"), Stream.of(words)).toArray(String[]::new));
    }

    /** Writes an instance whose name is this JSON text. */
    private void write(String name) throws IOException {
        String json = InstanceWriter.toJson(Instances.of(2, 2).instance())
                .replace("\"name\": \"fixture\"", "\"name\": \"" + name + "\"");
        Files.writeString(directory.resolve("i.json"), json);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
