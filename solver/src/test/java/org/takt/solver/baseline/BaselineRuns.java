package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
        return read(BaselineRuns.class, name)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", -1))
                .toList();
    }

    /** Returns the text of a file in the model's test resources. */
    static String modelResource(String name) {
        return read(Schedules.class, name);
    }

    private static String read(Class<?> place, String name) {
        try (InputStream stream = Objects.requireNonNull(place.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
