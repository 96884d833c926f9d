package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.RoundSum;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.cpsat.StartSumEngine;
import org.takt.solver.cpsat.StartSumRequest;
import org.takt.solver.cpsat.StartSumResult;

/** Sums over rounds of micro-batches against optimal schedules of pipelines that memory limits. */
class RoundRelaxationTest {
    private static final int PIPELINES = 12;

    /** What is compared, and how often it is as good as can be or better than what needs no search. */
    private int sums;

    private int betterSums;
    private int bounds;
    private int attained;

    /**
     * F and B of 2 ticks on three devices with room for two micro-batches, a round trip of 12: two that enter 4 apart pass each other
     * without waiting, and 8 later the first has left. But no two rounds of different distances fit, and 12 is a multiple of 4.
     */
    @Test
    void equalStagesWithoutWeightGradientsLoseNothing() {
        RoundRelaxation relaxation = relaxation(equalStages(2, 0), List.of(0), 2, 1);
        assertThat(relaxation.inFlight()).isEqualTo(2);
        assertThat(relaxation.inClosedForm(2)).isEqualTo(24);
        assertThat(solve(relaxation.between(2, List.of()))).isEqualTo(24);
        assertThat(solve(relaxation.between(4, List.of()))).isEqualTo(48);
    }

    /**
     * With a weight gradient of a tick before the memory is free, a round takes 13, and the next two would meet the others a tick off: one of
     * them waits, and that costs more than what a single one shows.
     */
    @Test
    void aRoundTripThatIsNoMultipleOfAStageCostsWaiting() {
        RoundRelaxation relaxation = relaxation(equalStages(2, 1), List.of(0), 2, 1);
        assertThat(relaxation.inClosedForm(2)).isEqualTo(26);
        RoundSum first = new RoundSum(2, solve(relaxation.between(2, List.of())));
        long second = solve(relaxation.between(4, List.of(first)));
        assertThat(second).isEqualTo(solve(relaxation.between(4, List.of())));
        assertThat(second).isGreaterThan(2 * 26);
        assertThat(relaxation.between(List.of(first, new RoundSum(4, second)), 8))
                .isEqualTo(2 * second);
    }

    @Test
    void sumsThatOverlapBoundNothing() {
        RoundRelaxation relaxation = relaxation(equalStages(2, 1), List.of(0), 2, 1);
        int size = relaxation.size();
        assertThat(relaxation.bound(new RoundSum(1, 9), List.of(), new RoundSum(size, 9)))
                .isZero();
        assertThat(relaxation.bound(new RoundSum(1, 9), List.of(), new RoundSum(size - 1, 9)))
                .isEqualTo(9);
    }

    @Test
    void largeRoundsAreRefused() {
        LocalSequence local = local(equalStages(2, 1), List.of(0));
        assertThat(RoundRelaxation.fits(local, local.sequence().size())).isTrue();
        assertThat(RoundRelaxation.fits(local, local.sequence().size() + 1)).isFalse();
    }

    /** No sum exceeds what passes in an optimal schedule, and no bound that follows the optimum, in any unit of time. */
    @Test
    void holdOfOptimalSchedules() {
        Random random = new Random(7);
        for (int round = 0; round < PIPELINES; round++) {
            Problem makespan = pipeline(random);
            for (Problem problem : List.of(makespan, makespan.withObjective(Objective.MAX_DEVICE_SPAN))) {
                CpSatResult optimum = optimum(problem);
                MicroBatchSequence whole = MicroBatchSequence.of(problem).orElseThrow();
                for (List<Integer> devices : groups(problem.devices().size())) {
                    for (LocalSequence local : LocalSequence.on(devices, whole, new ProblemAnalysis(problem))) {
                        check(local, whole, 1 + random.nextInt(3), 1 + random.nextInt(3), optimum);
                    }
                }
            }
        }
        assertThat(betterSums).isGreaterThan(sums / 10);
        assertThat(attained).isGreaterThan(bounds / 50);
    }

    private void check(LocalSequence local, MicroBatchSequence whole, int round, int unit, CpSatResult optimum) {
        if (round >= local.sequence().size()) {
            return;
        }
        RoundRelaxation relaxation = new RoundRelaxation(local, whole, round, unit);
        Schedule schedule = local.restrict(optimum.schedule().orElseThrow());
        List<RoundSum> between = new ArrayList<>();
        List<RoundSum> begins = new ArrayList<>();
        for (int over = 1; over + round <= relaxation.size(); over++) {
            RoundSum sum = new RoundSum(over, unit * solve(relaxation.between(over, between)));
            RoundSum begin = new RoundSum(over, unit * solve(relaxation.begin(over, between)));
            between.add(sum);
            begins.add(begin);
            for (int from = 0; from + over + round <= relaxation.size(); from++) {
                assertThat(sum.ticks())
                        .isLessThanOrEqualTo(
                                round(from + over, round, local, schedule) - round(from, round, local, schedule));
            }
            long first = schedule.start(local.sequence().entries().get(0));
            assertThat(begin.ticks()).isLessThanOrEqualTo(round(over, round, local, schedule) - round * first);
            assertThat(begin.ticks()).isGreaterThanOrEqualTo(sum.ticks());
            sums++;
            betterSums += sum.ticks() > relaxation.inClosedForm(over) ? 1 : 0;
        }
        for (int last = round; last < relaxation.size(); last++) {
            RoundSum end = new RoundSum(last, unit * solve(relaxation.end(last, between)));
            for (RoundSum begin : begins) {
                long bound = relaxation.bound(begin, between, end);
                assertThat(bound).isLessThanOrEqualTo(optimum.lowerBound());
                bounds++;
                attained += bound == optimum.lowerBound() ? 1 : 0;
            }
        }
    }

    private static long round(int first, int round, LocalSequence local, Schedule schedule) {
        return local.sequence().entries().subList(first, first + round).stream()
                .mapToLong(schedule::start)
                .sum();
    }

    private static long solve(StartSumProblem problem) {
        StartSumResult result = new StartSumEngine()
                .solve(new StartSumRequest(
                        problem, Long.MAX_VALUE, Duration.ofMinutes(1), OptionalDouble.empty(), 0, () -> false));
        assertThat(result.isEnded()).isTrue();
        assertThat(result.value()).hasValue(result.lowerBound());
        return result.lowerBound();
    }

    private static CpSatResult optimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result;
    }

    private static RoundRelaxation relaxation(Problem problem, List<Integer> devices, int round, long unit) {
        return new RoundRelaxation(
                local(problem, devices), MicroBatchSequence.of(problem).orElseThrow(), round, unit);
    }

    private static LocalSequence local(Problem problem, List<Integer> devices) {
        return LocalSequence.on(devices, MicroBatchSequence.of(problem).orElseThrow(), new ProblemAnalysis(problem))
                .get(0);
    }

    private static Problem equalStages(long forward, long weight) {
        Instances pipeline =
                Instances.of(3, 12).latency(0).memory(0, 1, weight, 0).limit(2);
        return weight == 0
                ? pipeline.costs(forward, forward, 0).fullBackward(forward).problem()
                : pipeline.costs(forward, forward, weight)
                        .backward(Backward.SPLIT)
                        .problem();
    }

    private static List<List<Integer>> groups(int devices) {
        return List.of(
                List.of(0),
                List.of(1),
                List.of(0, devices - 1),
                IntStream.range(0, devices).boxed().toList());
    }

    private static Problem pipeline(Random random) {
        int microBatches = 4 + random.nextInt(2);
        int devices = 2 + random.nextInt(3);
        Instances pipeline = Instances.of(devices, microBatches)
                .costs(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3))
                .latency(random.nextInt(2))
                .memory(0, 2, random.nextInt(3), 0)
                .limit(2L * (1 + random.nextInt(microBatches - 2)) + random.nextInt(2))
                .backward(Backward.SPLIT);
        if (random.nextBoolean()) {
            pipeline.stageCosts(
                    random.nextInt(devices), 1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(5));
        }
        return pipeline.problem();
    }
}
