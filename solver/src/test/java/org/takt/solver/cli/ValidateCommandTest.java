package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.json.InstanceWriter;

class ValidateCommandTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        String good = InstanceWriter.toJson(Instances.of(2, 2).instance());
        Files.writeString(directory.resolve("good.json"), good);
        Files.writeString(
                directory.resolve("bad.json"),
                good.replace("\"timeUnit\"", "\"timeunit\"").replace("\"fused\"", "\"cut\""));
    }

    @Test
    void acceptsAnInstance() {
        CommandLineRun run = CommandLineRun.of(directory, "validate", "good.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualToNormalizingNewlines("good.json: valid\n");
    }

    @Test
    void listsEveryProblemOfEveryFileWithItsPointer() {
        CommandLineRun run = CommandLineRun.of(directory, "validate", "good.json", "bad.json", "none.json", ".");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("good.json: valid", "bad.json /timeUnit: ", "bad.json /timeunit: ", "bad.json /backward: ")
                .contains("none.json: There is no such file.", ".: Found a directory, expected a file.");
    }

    @Test
    void printsOneJsonObject() throws IOException {
        CommandLineRun run = CommandLineRun.of(directory, "validate", "--json", "bad.json", "good.json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.get("valid").asBoolean()).isFalse();
        assertThat(result.at("/files/0/file").asText()).isEqualTo("bad.json");
        assertThat(result.get("files").findValuesAsText("pointer")).contains("/timeUnit", "/backward");
        assertThat(result.at("/files/1/valid").asBoolean()).isTrue();
    }

    @Test
    void asksForAFile() {
        assertThat(CommandLineRun.of(directory, "validate").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
