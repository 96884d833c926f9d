package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.cpsat.CpSatResult.Outcome;

/** Limits, stops, hints, listeners, failures and reproducibility of a search. */
class SearchTest {
    /** Eight devices at half of 1F1B's memory: the first schedule takes a moment, the proof much longer than any limit here. */
    private static final Problem HARD = pipeline(8, 16, 16);

    private static final long HARD_OPTIMUM = 427;

    private static final Problem EASY = pipeline(3, 4, 12);

    private final CpSatEngine engine = new CpSatEngine();

    @Test
    void theVersionIsThatOfTheCertificates() {
        assertThat(CpSatEngine.version()).isEqualTo("9.15.6755");
    }

    @Test
    void aSearchThatMustStopAtOnceFindsNothing() {
        CpSatResult result = engine.solve(request(HARD).withStop(() -> true));
        assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(result.schedule()).isEmpty();
        assertThat(result.lowerBound()).isBetween(0L, HARD_OPTIMUM);
    }

    @Test
    void aSearchThatMustStopAtOnceKeepsItsHint() {
        Schedule sequential = oneMicroBatchAfterTheOther(HARD);
        CpSatResult result = engine.solve(request(HARD).withHint(sequential).withStop(() -> true));
        assertThat(result.outcome()).isEqualTo(Outcome.FEASIBLE);
        assertThat(value(HARD, result)).isLessThanOrEqualTo(value(HARD, sequential));
    }

    @Test
    void aStoppedSearchReturnsItsBestScheduleAndBound() {
        List<Schedule> heard = new ArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        CpSatResult result = engine.solve(request(HARD)
                .withHint(oneMicroBatchAfterTheOther(HARD))
                .withStop(stop::get)
                .withListeners(
                        schedule -> {
                            heard.add(schedule);
                            stop.set(true);
                        },
                        bound -> {}));
        assertThat(result.outcome()).isEqualTo(Outcome.FEASIBLE);
        assertThat(heard).isNotEmpty();
        assertThat(result.schedule()).contains(heard.get(heard.size() - 1));
        assertThat(value(HARD, result)).isGreaterThanOrEqualTo(HARD_OPTIMUM);
        assertThat(result.lowerBound()).isBetween(1L, HARD_OPTIMUM);
    }

    @Test
    void aTimeLimitReturnsTheBestScheduleAndBound() {
        CpSatRequest limited = CpSatRequest.of(HARD, Duration.ofSeconds(1)).withWorkers(2);
        CpSatResult result = engine.solve(limited.withHint(oneMicroBatchAfterTheOther(HARD)));
        assertThat(result.outcome()).isEqualTo(Outcome.FEASIBLE);
        assertThat(value(HARD, result)).isGreaterThanOrEqualTo(HARD_OPTIMUM);
        assertThat(result.lowerBound()).isBetween(1L, HARD_OPTIMUM);
    }

    @Test
    void oneWorkerRepeatsItself() {
        for (Objective objective :
                List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN, new Objective.PeakMemory(120))) {
            CpSatRequest request = request(EASY.withObjective(objective)).withSeed(3);
            CpSatResult first = engine.solve(request);
            assertThat(first.outcome()).isEqualTo(Outcome.OPTIMAL);
            assertThat(engine.solve(request)).isEqualTo(first);
        }
    }

    @Test
    void oneWorkerRepeatsItselfUnderADeterministicLimit() {
        List<List<Object>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            List<Object> heard = new ArrayList<>();
            CpSatResult result = engine.solve(request(HARD)
                    .withHint(oneMicroBatchAfterTheOther(HARD))
                    .withDeterministicLimit(1)
                    .withListeners(heard::add, heard::add));
            assertThat(result.outcome()).isEqualTo(Outcome.FEASIBLE);
            heard.add(result);
            runs.add(heard);
        }
        assertThat(runs.get(0)).hasSizeGreaterThan(1).isEqualTo(runs.get(1));
    }

    @Test
    void listenersHearOfImprovementsOnly() {
        List<Long> values = new ArrayList<>();
        List<Long> bounds = new ArrayList<>();
        CpSatResult result = engine.solve(request(EASY)
                .withHint(oneMicroBatchAfterTheOther(EASY))
                .withWorkers(2)
                .withListeners(schedule -> values.add(value(EASY, schedule)), bounds::add));
        assertThat(result.outcome()).isEqualTo(Outcome.OPTIMAL);
        values.add(0, value(EASY, oneMicroBatchAfterTheOther(EASY)));
        for (int index = 1; index < values.size(); index++) {
            assertThat(values.get(index)).isLessThan(values.get(index - 1));
        }
        assertThat(values.get(values.size() - 1)).isEqualTo(result.lowerBound());
        assertThat(bounds).isSorted().doesNotHaveDuplicates().endsWith(result.lowerBound());
    }

    @Test
    void aHintThatReachesTheLowerBoundIsOptimal() {
        Schedule optimal = engine.solve(request(EASY)).schedule().orElseThrow();
        CpSatResult result = engine.solve(request(EASY).withHint(optimal).withLowerBound(value(EASY, optimal)));
        assertThat(result.outcome()).isEqualTo(Outcome.OPTIMAL);
        assertThat(result.lowerBound()).isEqualTo(value(EASY, optimal));
        assertThat(result.schedule()).contains(optimal);
    }

    @Test
    void aHintThatBreaksRulesIsOnlyAHint() {
        Schedule allAtOnce =
                new Schedule(new long[EASY.ops().size()], new int[EASY.ops().size()]);
        CpSatResult result = engine.solve(request(EASY).withHint(allAtOnce));
        assertThat(result.outcome()).isEqualTo(Outcome.OPTIMAL);
        assertThat(result.lowerBound()).isEqualTo(engine.solve(request(EASY)).lowerBound());
    }

    @Test
    void aHintOfAnotherProblemIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(EASY).withHint(new Schedule(new long[1], new int[1])))
                .withMessage("The hint has 1 ops, the problem 36.");
    }

    @Test
    void lowerBoundsAboveTheLargestObjectiveAskedForExcludeEverything() {
        CpSatResult result = engine.solve(request(EASY).withLowerBound(50).withObjectiveAtMost(40));
        assertThat(result.outcome()).isEqualTo(Outcome.INFEASIBLE);
        assertThat(result.lowerBound()).isEqualTo(41);
    }

    @Test
    void aGapEndsTheSearchEarly() {
        CpSatResult result = engine.solve(request(HARD).withWorkers(2).withGap(0.5));
        assertThat(result.outcome()).isEqualTo(Outcome.FEASIBLE);
        assertThat(result.lowerBound()).isBetween(1L, HARD_OPTIMUM);
        assertThat(result.lowerBound() * 2).isGreaterThanOrEqualTo(value(HARD, result));
    }

    /** Times in thousands: CP-SAT sees units, and what it excludes is excluded up to the next thousand. */
    @Test
    void boundsAreScaledBack() {
        Problems problems = Problems.of(1);
        for (int microBatch = 0; microBatch < 3; microBatch++) {
            problems.op(OpKind.F, 0, microBatch, 2000, 0);
        }
        Problem problem = problems.problem();
        assertThat(engine.solve(request(problem)).lowerBound()).isEqualTo(6000);
        assertThat(engine.solve(request(problem).withLowerBound(5001)).lowerBound())
                .isEqualTo(6000);
        CpSatResult excluded = engine.solve(request(problem).withObjectiveAtMost(5999));
        assertThat(excluded.outcome()).isEqualTo(Outcome.INFEASIBLE);
        assertThat(excluded.lowerBound()).isEqualTo(6000);
        assertThat(engine.solve(request(problem).withObjectiveAtMost(6999)).outcome())
                .isEqualTo(Outcome.OPTIMAL);
    }

    /** No multiple of the times lies between the lower bound and the hint, which is worse than what any problem needs. */
    @Test
    void aHintIsKeptWhereNoUnitLiesBetweenItAndTheLowerBound() {
        Problems problems = Problems.of(1);
        for (int microBatch = 0; microBatch < 3; microBatch++) {
            problems.op(OpKind.F, 0, microBatch, 2000, 0);
        }
        Schedule late = new Schedule(new long[] {0, 2100, 4500}, new int[3]);
        CpSatResult result =
                engine.solve(request(problems.problem()).withHint(late).withLowerBound(6400));
        assertThat(result.outcome()).isEqualTo(Outcome.OPTIMAL);
        assertThat(value(problems.problem(), result)).isLessThanOrEqualTo(6500);
    }

    /** The log prints nine digits; ticks of a second in nanoseconds have more. */
    @Test
    void boundsOfMoreThanNineDigitsAreNotRoundedUp() {
        long nanoseconds = 10_000_000_019L;
        Problem problem = Instances.of(4, 6)
                .costs(nanoseconds, 2 * nanoseconds + 1, nanoseconds - 3)
                .memory(0, 2, 1, 0)
                .limit(6)
                .backward(Backward.SPLIT)
                .problem();
        List<Long> bounds = new ArrayList<>();
        CpSatResult result = engine.solve(request(problem).withListeners(schedule -> {}, bounds::add));
        assertThat(result.outcome()).isEqualTo(Outcome.OPTIMAL);
        assertThat(value(problem, result)).isEqualTo(result.lowerBound());
        assertThat(bounds).isNotEmpty().allSatisfy(bound -> assertThat(bound).isLessThanOrEqualTo(result.lowerBound()));
    }

    @Test
    void anExceptionOfAListenerReachesTheCaller() {
        IllegalStateException schedules = new IllegalStateException("schedule");
        assertThatThrownBy(() -> engine.solve(request(HARD)
                        .withListeners(
                                schedule -> {
                                    throw schedules;
                                },
                                bound -> {})))
                .isSameAs(schedules);
        AssertionError bounds = new AssertionError("bound");
        assertThatThrownBy(() -> engine.solve(request(HARD).withListeners(schedule -> {}, bound -> {
                    throw bounds;
                })))
                .isSameAs(bounds);
        IllegalStateException stops = new IllegalStateException("stop");
        assertThatThrownBy(() -> engine.solve(request(HARD).withStop(() -> {
                    throw stops;
                })))
                .isSameAs(stops);
    }

    @Test
    void severalThreadsMaySolveAtOnce() throws Exception {
        long optimum = engine.solve(request(EASY)).lowerBound();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<CpSatResult>> tasks = new ArrayList<>();
        for (int task = 0; task < 12; task++) {
            int seed = task;
            tasks.add(() -> engine.solve(request(EASY).withSeed(seed).withWorkers(1 + seed % 2)));
        }
        for (Future<CpSatResult> result : threads.invokeAll(tasks)) {
            assertThat(result.get().outcome()).isEqualTo(Outcome.OPTIMAL);
            assertThat(result.get().lowerBound()).isEqualTo(optimum);
        }
        threads.shutdown();
    }

    /** Split backwards, 5/6/4, with room for a number of activations of size 4 that each weight gradient keeps half of. */
    private static Problem pipeline(int devices, int microBatches, long limit) {
        return Instances.of(devices, microBatches)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 4, 2, 0)
                .limit(limit)
                .problem();
    }

    private static CpSatRequest request(Problem problem) {
        return CpSatRequest.of(problem, Duration.ofMinutes(5));
    }

    /** Forwards down, backwards up, each micro-batch from the last end of the one before. */
    private static Schedule oneMicroBatchAfterTheOther(Problem problem) {
        long[] starts = new long[problem.ops().size()];
        int microBatches =
                1 + problem.ops().stream().mapToInt(op -> op.microBatch()).max().orElseThrow();
        long now = 0;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            for (OpKind kind : List.of(OpKind.F, OpKind.I, OpKind.W)) {
                int stages = 1
                        + problem.ops().stream()
                                .mapToInt(op -> op.stage())
                                .max()
                                .orElseThrow();
                for (int position = 0; position < stages; position++) {
                    int stage = kind == OpKind.F ? position : stages - 1 - position;
                    for (int op = 0; op < starts.length; op++) {
                        if (problem.ops().get(op).microBatch() == microBatch
                                && problem.ops().get(op).kind() == kind
                                && problem.ops().get(op).stage() == stage) {
                            starts[op] = now;
                            now += problem.ops().get(op).modes().get(0).duration();
                        }
                    }
                }
            }
        }
        return new Schedule(starts, new int[starts.length]);
    }

    private static long value(Problem problem, CpSatResult result) {
        return value(problem, result.schedule().orElseThrow());
    }

    private static long value(Problem problem, Schedule schedule) {
        return Incumbent.of(problem, schedule).orElseThrow().value();
    }
}
