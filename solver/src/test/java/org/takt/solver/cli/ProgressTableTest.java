package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.certificate.Certificate;

class ProgressTableTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ProgressTable table = new ProgressTable(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void printsNothingBeforeThereIsNews() {
        assertThat(lines()).isEmpty();
    }

    @Test
    void printsALineForEachChangeUnderOneHead() {
        table.onBound(Duration.ofMillis(100), Certificate.closedForm(90, "device load", "device gpu1"));
        table.onIncumbent(Duration.ofMillis(200), 120, "1F1B");
        table.onIncumbent(Duration.ofMillis(1250), 100, "exact model");
        assertThat(lines())
                .extracting(line -> line.strip().split(" {2,}"))
                .containsExactly(
                        new String[] {"time", "best", "bound", "gap", "source"},
                        new String[] {"0.1s", "-", "90", "-", "bound: device load on device gpu1"},
                        new String[] {"0.2s", "120", "90", "25.00 %", "1F1B"},
                        new String[] {"1.3s", "100", "90", "10.00 %", "exact model"});
    }

    @Test
    void ignoresWhatIsNoImprovement() {
        table.onIncumbent(Duration.ZERO, 100, "first");
        table.onIncumbent(Duration.ZERO, 100, "second");
        table.onBound(Duration.ZERO, Certificate.closedForm(50, "a", "b"));
        table.onBound(Duration.ZERO, Certificate.closedForm(50, "c", "d"));
        assertThat(lines()).hasSize(3);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
