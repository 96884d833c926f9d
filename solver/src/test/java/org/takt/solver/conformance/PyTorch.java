package org.takt.solver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Python that has PyTorch 2.6 or later, and the script that executes op-lists with it. */
final class PyTorch {
    private static final String VARIABLE = "TAKT_PYTHON";
    private static final Path SCRIPT = Path.of("src", "test", "python", "pytorch_conformance.py");
    private static final long PATIENCE_SECONDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String python;

    private PyTorch(String python) {
        this.python = python;
    }

    /** What came of looking for it: where it is, or why there is none. */
    record Search(Optional<PyTorch> found, String reason) {}

    /** Looks at what the environment variable TAKT_PYTHON names, else at python3. */
    static Search find() throws IOException, InterruptedException {
        String python = Optional.ofNullable(System.getenv(VARIABLE)).orElse("python3");
        Path out = Files.createTempFile("takt-python", ".txt");
        try {
            Process process = new ProcessBuilder(python, SCRIPT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            if (!ended(process)) {
                return missing(python, "it does not end");
            }
            return process.exitValue() == 0
                    ? new Search(Optional.of(new PyTorch(python)), "")
                    : missing(python, Files.readString(out).strip());
        } catch (IOException exception) {
            return missing(python, String.valueOf(exception.getMessage()));
        } finally {
            Files.delete(out);
        }
    }

    private static Search missing(String python, String reason) {
        return new Search(
                Optional.empty(),
                "PyTorch conformance needs a Python with PyTorch 2.6 or later, named by " + VARIABLE
                        + " or else python3; " + python + ": " + reason);
    }

    private static boolean ended(Process process) throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        return ended;
    }

    /**
     * Returns what the script says of cases, in their order.
     *
     * @param files the cases, as the script wants them
     */
    List<JsonNode> execute(List<Path> files, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python, SCRIPT.toString()));
        files.forEach(file -> command.add(file.toString()));
        command.addAll(List.of(options));
        Path out = Files.createTempFile("takt-python", ".json");
        Path err = Files.createTempFile("takt-python", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = ended(process);
            List<JsonNode> results = new ArrayList<>();
            for (String line : Files.readAllLines(out)) {
                results.add(JSON.readTree(line));
            }
            if (!ended || results.size() != files.size()) {
                throw new IllegalStateException(
                        files + (ended ? " gave too few results: " : " do not end: ") + Files.readString(err));
            }
            return results;
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
