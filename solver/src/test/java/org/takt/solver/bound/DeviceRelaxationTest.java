package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

class DeviceRelaxationTest {
    private static final int SEEDS = 150;
    private static final long MAX_NODES = 50_000;

    /** The optimal schedule, restricted, keeps the reduced problem's rules and is no worse there; nor is the reduced optimum higher. */
    @Test
    void isNoMoreThanTheProblem() {
        Map<String, Integer> checked = new HashMap<>();
        LongStream.range(0, SEEDS)
                .boxed()
                .flatMap(seed -> Stream.of(RandomProblems.any(seed), RandomProblems.tight(seed)))
                .flatMap(problem -> Stream.of(
                        problem,
                        problem.withObjective(Objective.MAKESPAN),
                        problem.withObjective(Objective.MAX_DEVICE_SPAN)))
                .distinct()
                .forEach(problem -> optimum(problem).ifPresent(optimum -> {
                    for (List<Integer> devices : groups(problem.devices().size())) {
                        check(new DeviceRelaxation(new ProblemAnalysis(problem), devices), optimum);
                        checked.merge(problem.objective().name(), 1, Integer::sum);
                    }
                }));
        assertThat(checked).hasSize(3).allSatisfy((objective, count) -> assertThat(count)
                .as(objective)
                .isGreaterThan(100));
    }

    private static void check(DeviceRelaxation relaxation, BruteForce.Optimum optimum) {
        Report restricted = Schedules.accepted(relaxation.problem(), relaxation.restrict(optimum.schedule()));
        assertThat(restricted.value()).isLessThanOrEqualTo(optimum.value());
        CpSatResult relaxed = new CpSatEngine().solve(CpSatRequest.of(relaxation.problem(), Duration.ofMinutes(5)));
        assertThat(relaxed.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        assertThat(relaxed.lowerBound())
                .as("%s of %s", relaxation.scope(), relaxation.problem())
                .isLessThanOrEqualTo(restricted.value());
    }

    /** Returns every single device and every pair of neighbours. */
    private static List<List<Integer>> groups(int devices) {
        return Stream.concat(
                        IntStream.range(0, devices).mapToObj(List::of),
                        IntStream.range(1, devices).mapToObj(device -> List.of(device - 1, device)))
                .toList();
    }

    private static Optional<BruteForce.Optimum> optimum(Problem problem) {
        try {
            return BruteForce.solve(problem, MAX_NODES);
        } catch (BruteForce.SearchTooLongException tooLong) {
            return Optional.empty();
        }
    }

    /**
     * Device 1 of three with costs 1, 2, 3 and lags of 5: its forward waits for 1 + 5; between its forward and its input
     * gradient lie 5, 1 + 2 and 5; behind its input gradient 5, 2 and 3, behind its weight gradient nothing.
     */
    @Test
    void replacesOtherDevicesByTheTimesTheyNeed() {
        Problem problem = Instances.of(3, 1)
                .costs(1, 2, 3)
                .latency(5)
                .backward(Backward.SPLIT)
                .problem();

        Problem reduced = new DeviceRelaxation(new ProblemAnalysis(problem), List.of(1)).problem();

        assertThat(reduced.ops())
                .extracting(Op::kind)
                .containsExactly(OpKind.F, OpKind.I, OpKind.W, OpKind.OPTIMIZER, OpKind.OPTIMIZER);
        ProblemAnalysis analysis = new ProblemAnalysis(reduced);
        assertThat(LongStream.of(analysis.head(0), analysis.head(1), analysis.head(2)))
                .containsExactly(6L, 6 + 1 + 13L, 6 + 1 + 13 + 2L);
        assertThat(LongStream.of(analysis.tail(0), analysis.tail(1), analysis.tail(2)))
                .containsExactly(13 + 2 + 10L, 10L, 0L);
    }

    @Test
    void aSpanHasNeitherHeadsNorTails() {
        Problem problem = Instances.of(3, 1)
                .latency(5)
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();

        Problem reduced = new DeviceRelaxation(new ProblemAnalysis(problem), List.of(1)).problem();

        assertThat(reduced.ops()).extracting(Op::kind).containsExactly(OpKind.F, OpKind.B);
        assertThat(new ProblemAnalysis(reduced).head(0)).isZero();
    }

    @Test
    void keepsTheMemoryAndTheNameOfItsDevices() {
        Problem problem = Instances.of(3, 2)
                .memory(0, 4, 1, 0)
                .limit(6)
                .backward(Backward.SPLIT)
                .problem();

        DeviceRelaxation one = new DeviceRelaxation(new ProblemAnalysis(problem), List.of(2));
        DeviceRelaxation two = new DeviceRelaxation(new ProblemAnalysis(problem), List.of(0, 1));

        assertThat(one.scope()).isEqualTo("device d2");
        assertThat(one.problem().devices()).containsExactly(problem.devices().get(2));
        assertThat(one.problem().buffers()).hasSize(4).allMatch(buffer -> buffer.device() == 0);
        assertThat(two.scope()).isEqualTo("devices d0, d1");
        assertThat(two.problem().buffers()).hasSize(8);
    }
}
