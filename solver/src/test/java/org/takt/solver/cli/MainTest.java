package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    private Path directory;

    @Test
    void helpListsCommandsAndExitCodes() {
        CommandLineRun run = CommandLineRun.of(directory, "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).containsPattern("\n  verify +Checks a schedule").contains("  130  interrupted by Ctrl-C");
    }

    @Test
    void helpOfACommandListsItsOptions() {
        CommandLineRun run = CommandLineRun.of(directory, "export", "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .startsWith("Usage: takt export --schedule FILE")
                .contains("  --format FORMAT          pytorch-csv, ", "takt-json, html, svg, trace", "  -h, --help");
    }

    @Test
    void versionNamesTheEngineAndTheJvm() {
        assertThat(CommandLineRun.of(directory, "--version").out())
                .matches("takt \\d\\S+ \\(OR-Tools \\d\\S+, JVM \\S+\\)\\R");
    }

    @Test
    void noCommandAndUnknownCommandsAreUsageErrors() {
        CommandLineRun none = CommandLineRun.of(directory);
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("Usage: takt COMMAND");
        CommandLineRun unknown = CommandLineRun.of(directory, "sovle");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("There is no command \"sovle\".");
    }

    @Test
    void usageErrorsPointToTheHelp() {
        CommandLineRun run = CommandLineRun.of(directory, "verify", "--speed");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err().lines())
                .containsExactly("takt: There is no option --speed.", "Type takt verify --help for its arguments.");
    }
}
