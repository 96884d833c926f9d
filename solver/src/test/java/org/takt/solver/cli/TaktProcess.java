package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/**
 * The real {@code java -jar takt.jar}, as a user starts it, with a directory of its own for what it prints. To close it ends
 * the process, if it still runs, and deletes that directory.
 */
final class TaktProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 240;

    private final Process process;
    private final Path logs;

    /**
     * How a process ended.
     *
     * @param exitCode its exit code
     * @param out what it printed on standard output
     * @param err what it printed on standard error
     */
    record Ended(int exitCode, String out, String err) {
        /** Fails the test, showing what was printed, unless the process exited so. */
        Ended withExitCode(ExitCode expected) {
            assertThat(exitCode).as("%s%n%s", out, err).isEqualTo(expected.code());
            assertThat(err).doesNotContain("\tat ");
            return this;
        }
    }

    private TaktProcess(Process process, Path logs) {
        this.process = process;
        this.logs = logs;
    }

    /** Runs a command to its end. */
    static Ended run(Path directory, String... words) throws IOException, InterruptedException {
        return run(directory, List.of(), words);
    }

    /** Runs a command to its end, with options for the JVM. */
    static Ended run(Path directory, List<String> jvmOptions, String... words)
            throws IOException, InterruptedException {
        try (TaktProcess process = start(directory, jvmOptions, words)) {
            return process.awaitEnd();
        }
    }

    /** Starts a command, with options for the JVM. */
    static TaktProcess start(Path directory, List<String> jvmOptions, String... words) throws IOException {
        List<String> command = new ArrayList<>(interruptible());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", System.getProperty("takt.jar")));
        command.addAll(List.of(words));
        Path logs = Files.createTempDirectory("takt-process");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out(logs).toFile())
                .redirectError(err(logs).toFile())
                .start();
        return new TaktProcess(process, logs);
    }

    private static Path out(Path logs) {
        return logs.resolve("out");
    }

    private static Path err(Path logs) {
        return logs.resolve("err");
    }

    /** A JVM whose parent ignores SIGINT, as builds in the background do, ignores it too; GNU env undoes that. */
    private static List<String> interruptible() throws IOException {
        Path env = Path.of("/usr/bin/env");
        return Files.isExecutable(env) && isGnu(env) ? List.of(env.toString(), "--default-signal=INT") : List.of();
    }

    private static boolean isGnu(Path env) throws IOException {
        try {
            return new ProcessBuilder(env.toString(), "--default-signal=INT", "true")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until standard error holds a text. */
    void awaitOnStandardError(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(err(logs)).contains(text)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                Assertions.fail("The process did not print \"" + text + "\" but:\n" + Files.readString(out(logs))
                        + Files.readString(err(logs)));
            }
            Thread.sleep(50);
        }
    }

    /** Does what Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Waits for the process to end. */
    Ended awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            Assertions.fail("The process did not end; it printed:\n" + Files.readString(out(logs))
                    + Files.readString(err(logs)));
        }
        return new Ended(process.exitValue(), Files.readString(out(logs)), Files.readString(err(logs)));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(out(logs));
        Files.delete(err(logs));
        Files.delete(logs);
    }
}
