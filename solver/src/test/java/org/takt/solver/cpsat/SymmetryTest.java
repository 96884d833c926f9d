package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.oracle.RandomProblems;

/** Breaking symmetry leaves the optimum alone. */
class SymmetryTest {
    private static final int SEEDS = 700;

    private final CpSatEngine engine = new CpSatEngine();
    private final CpSatEngine plain = new CpSatEngine(false);

    @Test
    void repeatedMicroBatchesHaveTheSameOptimumInOrder() {
        Map<String, Integer> kinds = new HashMap<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Problem problem = RepeatedProblems.of(seed);
            boolean feasible = assertSameOptimum(problem, "seed " + seed);
            kinds.merge(kind(problem) + (feasible ? "" : ", infeasible"), 1, Integer::sum);
        }
        assertThat(kinds).containsKeys("every role ordered", "one role ordered");
        assertThat(kinds.get("every role ordered")).isGreaterThan(100);
        assertThat(kinds.get("one role ordered")).isGreaterThan(100);
    }

    @Test
    void pipelinesHaveTheSameOptimumInOrder() {
        for (long seed = 0; seed < 300; seed++) {
            assertSameOptimum(RandomProblems.pipeline(10_000 + seed), "seed " + seed);
        }
    }

    @Test
    void theOrderedScheduleIsAsGood() {
        int changed = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Problem problem = RepeatedProblems.of(seed);
            Optional<Schedule> schedule = solve(plain, problem).schedule();
            if (schedule.isPresent()) {
                Schedule ordered = constraints(problem).impose(schedule.get());
                assertThat(Incumbent.of(problem, ordered).map(Incumbent::value))
                        .as("seed %d", seed)
                        .isEqualTo(Incumbent.of(problem, schedule.get()).map(Incumbent::value));
                changed += ordered.equals(schedule.get()) ? 0 : 1;
            }
        }
        assertThat(changed).isGreaterThan(50);
    }

    @Test
    void equalMicroBatchesOfAPipelineAreOrderedInEveryRole() {
        Problem problem = Instances.of(2, 3).backward(Backward.SPLIT).problem();
        List<MicroBatchOrder> orders = constraints(problem).orders();
        assertThat(orders).hasSize(1);
        assertThat(orders.get(0).everyRole()).isTrue();
        assertThat(orders.get(0).chains()).hasSize(6).allSatisfy(chain -> assertThat(chain)
                .hasSize(3));
    }

    /**
     * Three forwards of 1 and backwards of 3 one device on, with room for one activation of 1 and a forward's 2. Half of
     * what a forward holds would stay for an optimizer step, which is better left out: then all backwards follow each
     * other, and otherwise the first forward leaves no room for the second.
     */
    @Test
    void memoryThatAnAbsentOpWouldReturnLaterSeparatesNoMicroBatches() {
        Problems problems = Problems.of(2).device(0, 0, 3);
        int optimizer = problems.optional(OpKind.OPTIMIZER, 0, 0, 1, 0);
        for (int microBatch = 0; microBatch < 3; microBatch++) {
            int forward = problems.op(OpKind.F, 0, microBatch, 1, 0);
            int backward = problems.op(OpKind.B, 1, microBatch, 3, 1);
            problems.precede(forward, backward).precede(forward, optimizer).precede(backward, optimizer);
            problems.buffer(0, 1, forward, backward).buffer(0, 1, forward, forward, optimizer);
        }
        assertThat(solve(engine, problems.problem()).lowerBound()).isEqualTo(10);
    }

    private String kind(Problem problem) {
        List<MicroBatchOrder> orders = constraints(problem).orders();
        if (orders.isEmpty()) {
            return "no order";
        }
        return orders.get(0).everyRole() ? "every role ordered" : "one role ordered";
    }

    private static SymmetryConstraints constraints(Problem problem) {
        PresenceFacts facts = new PresenceFacts(problem);
        LongestPaths paths = new LongestPaths(problem, facts);
        return new SymmetryConstraints(problem, facts, paths, new TimeWindows(paths, problem.horizon()));
    }

    private boolean assertSameOptimum(Problem problem, String seed) {
        CpSatResult ordered = solve(engine, problem);
        CpSatResult any = solve(plain, problem);
        assertThat(ordered.outcome()).as(seed).isEqualTo(any.outcome()).isNotEqualTo(CpSatResult.Outcome.UNKNOWN);
        assertThat(ordered.lowerBound()).as(seed).isEqualTo(any.lowerBound());
        return ordered.schedule().isPresent();
    }

    private static CpSatResult solve(CpSatEngine with, Problem problem) {
        return with.solve(CpSatRequest.of(problem, Duration.ofMinutes(5)));
    }
}
