package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Placement;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

/**
 * Hanayo (arXiv 2308.15762) against proved optima, in forwards of one stage with B = 2·F and N = P. The closed form that
 * is often quoted, a bubble rate of (2·P − 2) / (3·P·W + P − 1), misses all of them.
 */
class HanayoTest {
    /** Optima proved by another CP-SAT model, for micro-batches in order. */
    @ParameterizedTest
    @CsvSource({"2, 1, 16", "4, 1, 36", "4, 2, 60", "4, 4, 108", "8, 1, 76"})
    void isAsShortAsTheKnownOptimum(int devices, int waves, long optimum) {
        assertThat(FamilyRun.of(hanayo(devices, devices, waves).problem(), new Hanayo())
                        .makespan())
                .isEqualTo(optimum);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "3, 1", "3, 2", "4, 1", "4, 2"})
    void isProvedOptimal(int devices, int waves) {
        Instances instances = hanayo(devices, devices, waves);
        long makespan = FamilyRun.of(instances.problem(), new Hanayo()).makespan();

        Solution solution = Takt.solve(
                instances.instance(),
                SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1));

        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        assertThat(solution.certificate().value()).isEqualTo(makespan);
        double quoted = (2.0 * devices - 2) / (3.0 * devices * waves + devices - 1);
        double optimal = 1 - 6.0 * devices * waves / makespan;
        assertThat(optimal).isLessThan(quoted - 0.01);
    }

    @Test
    void needsADownAndAnUpForEveryWave() {
        String reason =
                "Hanayo needs one pipeline with backwards that goes down and up the devices once for each wave.";
        assertThat(FamilyRun.reason(Instances.of(4, 4).problem(), new Hanayo())).isEqualTo(reason);
        assertThat(FamilyRun.reason(Instances.of(4, 4).stages(8).problem(), new Hanayo()))
                .isEqualTo(reason);
        assertThat(FamilyRun.reason(
                        Instances.of(4, 4)
                                .stages(12)
                                .placement(new Placement.V())
                                .problem(),
                        new Hanayo()))
                .isEqualTo(reason);
    }

    private static Instances hanayo(int devices, int microBatches, int waves) {
        return Instances.of(devices, microBatches).stages(2 * devices * waves).placement(new Placement.Wave(waves));
    }
}
