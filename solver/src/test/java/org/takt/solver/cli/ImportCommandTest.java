package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;

class ImportCommandTest {
    private static final String SETTINGS = """
            {"p": 2, "m": 3, "communication": 4, "F": [5, 6], "B": 7, "W": 8,
             "memF": 3, "memB": -2, "memW": -1, "memoryLimit": 9}
            """;

    @TempDir
    private Path directory;

    @Test
    void printsAnInstanceNamedAfterTheFile() throws IOException {
        CommandLineRun run = convert(SETTINGS);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        Instance instance = InstanceReader.parse("out", run.out().getBytes(StandardCharsets.UTF_8));
        assertThat(instance.name()).isEqualTo("settings");
        assertThat(instance.devices()).hasSize(2);
        assertThat(instance.microBatches()).hasSize(3);
        assertThat(instance.backward()).isEqualTo(Backward.SPLIT);
        assertThat(instance.stages().get(1).forward()).isEqualTo(6);
    }

    @Test
    void writesAFileUnderAnotherName() throws IOException {
        CommandLineRun run = convert(SETTINGS, "--name", "mine", "--output", "i.json");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToNormalizingNewlines("takt: Written: " + directory.resolve("i.json") + "\n");
        assertThat(InstanceReader.read(directory.resolve("i.json")).name()).isEqualTo("mine");
    }

    @Test
    void saysEverythingThatIsWrong() throws IOException {
        CommandLineRun run = convert("{\"p\": 0, \"m\": 3, \"speed\": 1}");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("takt: settings.json /p: ", "takt: settings.json /speed: ", " /F: ");
    }

    @Test
    void asksForTheFormatAndTheFile() {
        assertThat(CommandLineRun.of(directory, "import").err())
                .contains(
                        "The format is missing, expected one of zero-bubble, zero-bubble-config, pytorch-trace, primus, megatron-timers.");
        assertThat(CommandLineRun.of(directory, "import", "chimera", "x").err())
                .contains(
                        "The format is \"chimera\", expected one of zero-bubble, zero-bubble-config, pytorch-trace, primus, megatron-timers.");
        assertThat(CommandLineRun.of(directory, "import", "zero-bubble").err())
                .contains("The argument FILE is missing.");
        assertThat(CommandLineRun.of(directory, "import", "zero-bubble", "a", "b")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    private CommandLineRun convert(String settings, String... options) throws IOException {
        Files.writeString(directory.resolve("settings.json"), settings);
        String[] words = new String[options.length + 3];
        System.arraycopy(new String[] {"import", "zero-bubble", "settings.json"}, 0, words, 0, 3);
        System.arraycopy(options, 0, words, 3, options.length);
        return CommandLineRun.of(directory, words);
    }
}
