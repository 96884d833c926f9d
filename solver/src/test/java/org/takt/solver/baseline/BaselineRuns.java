package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.takt.model.Schedules;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;

/** Steps that tests of families take from a problem to figures, and the tables they compare with. */
final class BaselineRuns {
    private BaselineRuns() {}

    /** Returns the figures of a family that applies; fails the test if the verifier does not accept its schedule. */
    static Report report(Problem problem, ScheduleFamily family) {
        ScheduleFamily.Outcome outcome = family.orders(PipelineShape.of(problem).orElseThrow());
        assertThat(outcome).isInstanceOf(ScheduleFamily.Outcome.Applies.class);
        return Schedules.accepted(
                problem, Schedules.timed(problem, ((ScheduleFamily.Outcome.Applies) outcome).orders()));
    }

    /** Returns the cells of a table in this package's test resources, without comments; its first row is the header. */
    static List<String[]> table(String name) {
        var stream = Objects.requireNonNull(BaselineRuns.class.getResourceAsStream(name), name);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
