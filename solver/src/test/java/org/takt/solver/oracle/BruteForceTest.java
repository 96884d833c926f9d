package org.takt.solver.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

class BruteForceTest {
    @Test
    void aPipelineOfTwoDevicesTakesItsPathAndItsBubble() {
        Problem problem = Instances.of(2, 2).costs(1, 1, 1).problem();
        assertThat(BruteForce.solve(problem).orElseThrow().value()).isEqualTo(9);
    }

    @Test
    void splittingTheBackwardFillsTheBubble() {
        Problem problem =
                Instances.of(2, 2).costs(1, 1, 1).backward(Backward.SPLIT).problem();
        assertThat(BruteForce.solve(problem).orElseThrow().value()).isEqualTo(7);
    }

    @Test
    void memoryForOneMicroBatchMakesThemRunOneByOne() {
        Problem problem =
                Instances.of(2, 2).costs(1, 1, 1).memory(0, 1, 0, 0).limit(1).problem();
        assertThat(BruteForce.solve(problem).orElseThrow().value()).isEqualTo(12);
    }

    @Test
    void tooLittleMemoryIsInfeasible() {
        Problem problem = Instances.of(2, 2).memory(0, 2, 0, 0).limit(1).problem();
        assertThat(BruteForce.solve(problem)).isEmpty();
    }

    @Test
    void peakMemoryFallsAsTheCeilingRises() {
        Problem problem = Instances.of(2, 2).costs(1, 1, 1).memory(1, 2, 0, 0).problem();
        assertThat(value(problem.withObjective(new Objective.PeakMemory(8)))).isEmpty();
        assertThat(value(problem.withObjective(new Objective.PeakMemory(9)))).hasValue(5L);
        assertThat(value(problem.withObjective(new Objective.PeakMemory(11)))).hasValue(5L);
        assertThat(value(problem.withObjective(new Objective.PeakMemory(12)))).hasValue(3L);
    }

    @Test
    void aDeviceSpanIsShorterThanTheMakespanWhenStartsAreSkewed() {
        Problem problem = Instances.of(2, 1).costs(3, 1, 1).problem();
        assertThat(value(problem)).hasValue(10L);
        assertThat(value(problem.withObjective(Objective.MAX_DEVICE_SPAN))).hasValue(10L);
        Problem forward = chain();
        assertThat(value(forward)).hasValue(7L);
        assertThat(value(forward.withObjective(Objective.MAX_DEVICE_SPAN))).hasValue(4L);
    }

    /** The second device's first op must wait although nothing makes it: ops 0 (3) → 1 (1 on the other), 2 (3) without predecessor. */
    @Test
    void aFirstOpMayWaitForTheSakeOfItsDevicesSpan() {
        List<Op> ops = List.of(op(3, 0), op(1, 1), op(3, 1));
        Problem problem = problem(ops, List.of(new Precedence(0, 1, Lag.of(2))), List.of(), OptionalLong.empty());
        BruteForce.Optimum optimum = BruteForce.solve(problem.withObjective(Objective.MAX_DEVICE_SPAN))
                .orElseThrow();
        assertThat(optimum.value()).isEqualTo(4);
    }

    @Test
    void memoryReturnedAtAnInstantCanBeTakenAtThatInstant() {
        List<Op> ops = List.of(op(2, 0), op(2, 1));
        List<Buffer> buffers = List.of(new Buffer(0, 3, 0, List.of(0)), new Buffer(0, 3, 1, List.of(1)));
        assertThat(value(problem(ops, List.of(), buffers, OptionalLong.of(3)))).hasValue(4L);
        assertThat(value(problem(ops, List.of(), buffers, OptionalLong.of(6)))).hasValue(2L);
    }

    /** Every schedule on the grid, judged by the verifier alone: slower still, and shares nothing with the search. */
    @Test
    void theSearchAgreesWithEveryScheduleOnTheGrid() {
        Map<String, Integer> outcomes = new HashMap<>();
        int compared = 0;
        for (long seed = 0; seed < 3000; seed++) {
            Problem problem = RandomProblems.any(seed);
            if (Grid.size(problem) > 50_000) {
                continue;
            }
            compared++;
            Optional<Long> found = value(problem);
            outcomes.merge(
                    problem.objective().name() + (found.isPresent() ? " feasible" : " infeasible"), 1, Integer::sum);
            assertThat(found).as("seed %d", seed).isEqualTo(new Grid(problem).best());
        }
        assertThat(compared).isGreaterThan(300);
        assertThat(outcomes).hasSize(6);
    }

    private static Optional<Long> value(Problem problem) {
        return BruteForce.solve(problem).map(BruteForce.Optimum::value);
    }

    private static Problem chain() {
        return problem(
                List.of(op(3, 0), op(4, 1)), List.of(new Precedence(0, 1, Lag.NONE)), List.of(), OptionalLong.empty());
    }

    private static Op op(long duration, int resource) {
        return new Op(OpKind.F, 0, 0, 0, 0, false, List.of(new Mode(duration, List.of(resource))));
    }

    private static Problem problem(
            List<Op> ops, List<Precedence> precedences, List<Buffer> buffers, OptionalLong limit) {
        return new Problem(
                List.of(new Device("d0", 0, limit), new Device("d1", 0, OptionalLong.empty())),
                List.of(
                        new Resource("c0", ResourceKind.COMPUTE, List.of(0)),
                        new Resource("c1", ResourceKind.COMPUTE, List.of(1))),
                ops,
                precedences,
                buffers,
                List.of(),
                Objective.MAKESPAN);
    }

    /** Every choice of modes and every start up to the horizon. */
    private static final class Grid {
        private final Problem problem;
        private final Verifier verifier;
        private final long[] starts;
        private final int[] modes;
        private Optional<Long> best = Optional.empty();

        Grid(Problem problem) {
            this.problem = problem;
            this.verifier = new Verifier(problem);
            this.starts = new long[problem.ops().size()];
            this.modes = new int[problem.ops().size()];
        }

        static double size(Problem problem) {
            double size = 1;
            for (Op op : problem.ops()) {
                size *= op.modes().size() * (problem.horizon() + 1.0) + (op.optional() ? 1 : 0);
            }
            return size;
        }

        Optional<Long> best() {
            choose(0);
            return best;
        }

        private void choose(int op) {
            if (op == starts.length) {
                if (verifier.verify(new Schedule(starts, modes)) instanceof Verdict.Accepted accepted) {
                    long value = accepted.report().value();
                    best = Optional.of(best.map(other -> Math.min(other, value)).orElse(value));
                }
                return;
            }
            if (problem.ops().get(op).optional()) {
                modes[op] = Schedule.ABSENT;
                choose(op + 1);
            }
            for (int mode = 0; mode < problem.ops().get(op).modes().size(); mode++) {
                modes[op] = mode;
                long duration = problem.ops().get(op).modes().get(mode).duration();
                for (long start = 0; start + duration <= problem.horizon(); start++) {
                    starts[op] = start;
                    choose(op + 1);
                }
            }
        }
    }
}
