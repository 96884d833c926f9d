package org.takt.solver.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PyTorch's own runtime executes what Takt exports: loss and gradients are those of one process, and ops run in the order
 * of the file. Skipped, with the reason, where {@link PyTorch} finds none. What it measures {@link ConformanceRun} shows.
 */
class PyTorchConformanceIT {
    private static final Map<String, JsonNode> RESULTS = new HashMap<>();

    private static String reason = "";

    static List<ConformanceCase> cases() {
        return ConformanceCases.few();
    }

    @BeforeAll
    static void execute(@TempDir Path directory) throws IOException, InterruptedException {
        PyTorch.Search search = PyTorch.find();
        reason = search.reason();
        if (search.found().isPresent()) {
            List<Path> files = new ArrayList<>();
            for (ConformanceCase one : cases()) {
                files.add(one.export().write(directory));
            }
            for (JsonNode result : search.found().get().execute(files)) {
                RESULTS.put(result.get("name").asText(), result);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainsAsOneProcessDoes(ConformanceCase one) {
        assumeTrue(reason.isEmpty(), reason);

        JsonNode result = RESULTS.get(one.fileName());

        assertThat(result).isNotNull();
        assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.get("gradients").asInt()).isPositive();
    }
}
