package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

class CoarseTimesTest {
    private static final int SEEDS = 200;
    private static final long MAX_NODES = 50_000;

    /** The optimal schedule, rounded, keeps the coarse problem's rules; and what the coarse optimum says does not exceed the optimum. */
    @Test
    void isNoMoreThanTheProblem() {
        Random random = new Random(1);
        Map<String, Integer> checked = new HashMap<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Problem base : List.of(RandomProblems.any(seed), RandomProblems.tight(seed))) {
                for (Problem problem : List.of(
                        base, base.withObjective(Objective.MAKESPAN), base.withObjective(Objective.MAX_DEVICE_SPAN))) {
                    CoarseTimes times = new CoarseTimes(problem, 1 + random.nextInt(5));
                    optimum(problem).ifPresent(optimum -> {
                        check(times, optimum);
                        checked.merge(problem.objective().name(), 1, Integer::sum);
                    });
                }
            }
        }
        assertThat(checked).hasSize(3).allSatisfy((objective, count) -> assertThat(count)
                .as(objective)
                .isGreaterThan(50));
    }

    private static void check(CoarseTimes times, BruteForce.Optimum optimum) {
        Report rounded = Schedules.accepted(times.problem(), times.round(optimum.schedule()));
        CpSatResult coarse = new CpSatEngine().solve(CpSatRequest.of(times.problem(), Duration.ofMinutes(5)));
        assertThat(coarse.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        assertThat(coarse.lowerBound()).isLessThanOrEqualTo(rounded.value());
        assertThat(times.unrounded(coarse.lowerBound()))
                .as("unit %s of %s", times.unit(), times.problem())
                .isLessThanOrEqualTo(optimum.value());
    }

    private static Optional<BruteForce.Optimum> optimum(Problem problem) {
        try {
            return BruteForce.solve(problem, MAX_NODES);
        } catch (BruteForce.SearchTooLongException tooLong) {
            return Optional.empty();
        }
    }

    @Test
    void roundsDurationsLagsAndCeilingDown() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, false, new Mode(29, List.of(0)), new Mode(30, List.of(0)));
        int second = problems.op(OpKind.F, 0, 1, 9, 0);
        problems.precede(first, second, new Lag.ByModes(List.of(List.of(19L), List.of(20L))))
                .objective(new Objective.PeakMemory(79));

        Problem coarse = new CoarseTimes(problems.problem(), 10).problem();

        assertThat(coarse.ops().get(first).modes()).extracting(Mode::duration).containsExactly(2L, 3L);
        assertThat(coarse.ops().get(second).modes().get(0).duration()).isZero();
        assertThat(coarse.precedences().get(0).lag()).isEqualTo(new Lag.ByModes(List.of(List.of(2L), List.of(2L))));
        assertThat(coarse.objective()).isEqualTo(new Objective.PeakMemory(7));
    }

    /** A span of 31 may begin at 9 and end at 40, from 0 to 4 in tens; of 4 in tens it is at least 31 therefore. */
    @Test
    void saysOfASpanAlmostAUnitLessThanOfAMakespan() {
        Problem problem = Instances.of(1, 1).problem();
        CoarseTimes makespan = new CoarseTimes(problem, 10);
        CoarseTimes span = new CoarseTimes(problem.withObjective(Objective.MAX_DEVICE_SPAN), 10);
        CoarseTimes peak = new CoarseTimes(problem.withObjective(new Objective.PeakMemory(100)), 10);

        assertThat(makespan.unrounded(4)).isEqualTo(40);
        assertThat(span.unrounded(4)).isEqualTo(31);
        assertThat(span.unrounded(0)).isZero();
        assertThat(peak.unrounded(4)).isEqualTo(4);
    }

    @Test
    void roundedIsTheLeastThatSaysAsMuch() {
        Problem problem = Instances.of(1, 1).problem();
        for (Objective objective :
                List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN, new Objective.PeakMemory(100))) {
            for (long unit = 1; unit <= 4; unit++) {
                CoarseTimes times = new CoarseTimes(problem.withObjective(objective), unit);
                for (long bound = 0; bound <= 13; bound++) {
                    assertThat(times.unrounded(times.rounded(bound))).isGreaterThanOrEqualTo(bound);
                    if (bound > 0) {
                        assertThat(times.unrounded(times.rounded(bound) - 1)).isLessThan(bound);
                    }
                }
            }
        }
    }

    /** About 8 coarse ticks for 1000 means units from 83 to 166; 100 alone rounds nothing off. */
    @Test
    void picksTheUnitThatRoundsOffLeast() {
        Problem problem = Instances.of(2, 3)
                .costs(1000, 700, 300)
                .backward(Backward.SPLIT)
                .problem();

        assertThat(CoarseTimes.unitFor(problem, 8)).isEqualTo(100);
        assertThat(CoarseTimes.unitFor(Instances.of(2, 3).costs(1, 1, 1).problem(), 8))
                .isEqualTo(1);
    }
}
