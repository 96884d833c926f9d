package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;

class PublishedPeerTest {
    private static final Path FILE = Path.of("../instances/published.csv");

    @TempDir
    private Path directory;

    /** The same figures, from the settings with their costs to the instances' names. */
    @Test
    void theCommittedValuesAreThoseOfTheirSources() throws IOException {
        Set<String> sources = new HashSet<>(scheduler());
        sources.addAll(efficiency());
        List<String> rows = Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("zb-"))
                .toList();
        assertThat(rows).hasSize(88);
        for (String row : rows) {
            String[] cells = row.split(",");
            Instance instance = InstanceReader.read(Path.of("../instances/zero-bubble/" + cells[0] + ".json"));
            String figures = instance.devices().size() + " "
                    + instance.microBatches().size() + " "
                    + instance.stages().get(0).forward() + " "
                    + instance.devices().get(0).memoryLimit().orElseThrow() + " " + cells[1] + " " + cells[2];
            assertThat(sources).as(row).contains(figures);
        }
    }

    /** p, m, forward, limit, objective and value of each run of Zero Bubble's scheduler. */
    private static Set<String> scheduler() throws IOException {
        try (var stream =
                PublishedPeerTest.class.getResourceAsStream("/org/takt/solver/zero_bubble_heuristic_values.csv")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("\\d.*"))
                    .map(line -> line.split(","))
                    .flatMap(cells -> List.of(
                            cells[0] + " " + cells[1] + " " + cells[2] + " " + cells[9] + " MAKESPAN " + cells[11],
                            cells[0] + " " + cells[1] + " " + cells[2] + " " + cells[9] + " MAX_DEVICE_SPAN "
                                    + cells[12])
                            .stream())
                    .collect(Collectors.toSet());
        }
    }

    /** The spans of ZB-1p and ZB-2p, whose limits are p and 2 p activations. */
    private static Set<String> efficiency() {
        try {
            List<String> lines = Files.readAllLines(Path.of("../instances/zero-bubble/settings.csv"));
            List<String> names = List.of(lines.get(0).split(","));
            Set<String> figures = new HashSet<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",");
                for (int multiple = 1; multiple <= 2; multiple++) {
                    long limit = multiple
                            * Long.parseLong(cells[names.indexOf("p")])
                            * Long.parseLong(cells[names.indexOf("memF=34h+5as")]);
                    figures.add(cells[names.indexOf("p")] + " " + cells[names.indexOf("m")] + " "
                            + cells[names.indexOf("TF_us")] + " " + limit + " MAX_DEVICE_SPAN "
                            + cells[names.indexOf("mk_ZB-" + multiple + "p_span")]);
                }
            }
            return figures;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "instance,value | line 1: Found \"instance,value\", expected instance,objective,value,source.",
                "instance,objective,value,source;i,MAKESPAN,1.5,s | line 2: Found \"i,MAKESPAN,1.5,s\", expected",
                "instance,objective,value,source;i,MAKESPAN,1 | line 2: Found \"i,MAKESPAN,1\", expected",
                "instance,objective,value,source;i,X,1,s;#;i,X,2,s | line 4: Found a second value for i, expected one.",
            })
    void refusesMalformedFiles(String text, String message) throws IOException {
        Path file = directory.resolve("published.csv");
        Files.writeString(file, text.replace(';', '\n'));
        assertThatThrownBy(() -> PublishedPeer.read(file))
                .isInstanceOf(InvalidBenchmarkFileException.class)
                .hasMessageContaining(message);
    }
}
