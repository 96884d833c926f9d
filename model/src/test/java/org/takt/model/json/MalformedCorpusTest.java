package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.json.MalformedCorpus.Entry;
import org.takt.model.json.MalformedCorpus.Expected;

/** Every malformed file is refused with all its problems, each at its pointer, and nothing else happens. */
class MalformedCorpusTest {
    static List<Entry> entries() {
        return MalformedCorpus.entries();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void tellsEveryProblem(Entry entry) {
        InvalidInstanceException refusal = catchThrowableOfType(
                InvalidInstanceException.class, () -> InstanceReader.parse("the.json", entry.content()));

        assertThat(refusal).isNotNull();
        List<InstanceProblem> problems = refusal.problems();
        assertThat(problems)
                .extracting(InstanceProblem::pointer)
                .containsExactlyElementsOf(
                        entry.problems().stream().map(Expected::pointer).toList());
        for (int index = 0; index < problems.size(); index++) {
            assertThat(problems.get(index).message())
                    .contains(entry.problems().get(index).part())
                    .endsWith(".")
                    .hasSizeLessThan(500);
        }
        assertThat(refusal.source()).isEqualTo("the.json");
        assertThat(refusal.getMessage().lines()).hasSize(problems.size()).allSatisfy(line -> assertThat(line)
                .matches("the\\.json(:| /).*"));
    }

    @Test
    void theIndexHoldsEveryFile() throws IOException, URISyntaxException {
        Path index = Path.of(Objects.requireNonNull(getClass().getResource("malformed/index.tsv"))
                .toURI());
        try (Stream<Path> files = Files.list(Objects.requireNonNull(index.getParent()))) {
            assertThat(files.map(Path::getFileName).map(Path::toString).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(entries().stream()
                            .map(entry -> entry.name() + ".json")
                            .toList());
        }
        assertThat(entries()).hasSizeGreaterThanOrEqualTo(60);
    }
}
