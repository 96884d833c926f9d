package org.takt.solver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PyTorch's own runtime executes what Takt exports: loss and gradients are those of one process, and ops run in the order
 * of the file. Skipped, with the reason, where {@link PyTorch} finds none. What it measures {@link ConformanceRun} shows.
 */
class PyTorchConformanceIT {
    private static PyTorch.Search search = new PyTorch.Search(Optional.empty(), "Not looked for.");

    @TempDir
    private Path directory;

    @BeforeAll
    static void findPyTorch() throws IOException, InterruptedException {
        search = PyTorch.find();
    }

    static List<ConformanceCase> cases() {
        return ConformanceCases.few();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainsAsOneProcessDoes(ConformanceCase one) throws IOException, InterruptedException {
        PyTorch pyTorch = search.found().orElseGet(() -> abort(search.reason()));

        JsonNode result = pyTorch.execute(one.export().write(directory));

        assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.get("gradients").asInt()).isPositive();
    }
}
