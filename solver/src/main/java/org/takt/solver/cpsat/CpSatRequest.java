package org.takt.solver.cpsat;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * What to ask of CP-SAT. Immutable; start from {@link #of} and replace what differs. The functions are called one at a
 * time, by other threads than the caller's; an exception that they throw ends the search and reaches its caller.
 *
 * @param problem the problem, with its objective
 * @param hint a schedule to start from, of the problem's ops and modes; where it is feasible and within {@code
 *     objectiveAtMost}, only schedules that are as good are looked for, and it is the result unless a better one is found
 * @param objectiveAtMost look only for schedules with at most this objective, at least 0; to look for better ones than a
 *     known one, its value − 1
 * @param lowerBound a proved lower bound on the objective, or a value below which it need not be improved or bounded; at
 *     least 0
 * @param timeLimit wall-clock limit, positive
 * @param deterministicLimit limit in CP-SAT's deterministic time, about seconds, which does not depend on the machine or
 *     its load; with one worker, a search that it ends before the wall-clock limit is reproducible
 * @param workers threads, at least 1
 * @param seed random seed, at least 0
 * @param gap relative gap (value − bound) / value at which to stop, in [0, 1)
 * @param stop asked about a hundred times a second; true ends the search with what there is
 * @param onSchedule hears of each better schedule than the hint and those before it, all accepted by the verifier
 * @param onBound hears of each higher lower bound on the objective of the schedules asked for
 */
public record CpSatRequest(
        Problem problem,
        Optional<Schedule> hint,
        OptionalLong objectiveAtMost,
        long lowerBound,
        Duration timeLimit,
        OptionalDouble deterministicLimit,
        int workers,
        int seed,
        double gap,
        BooleanSupplier stop,
        Consumer<Schedule> onSchedule,
        LongConsumer onBound) {

    public CpSatRequest {
        Objects.requireNonNull(problem);
        hint.ifPresent(schedule -> requireOfProblem(schedule, problem));
        require(objectiveAtMost.orElse(0) >= 0, "The largest objective", objectiveAtMost, "at least 0");
        require(lowerBound >= 0, "The lower bound", lowerBound, "at least 0");
        require(!timeLimit.isNegative() && !timeLimit.isZero(), "The time limit", timeLimit, "more than 0");
        require(deterministicLimit.orElse(1) > 0, "The deterministic limit", deterministicLimit, "more than 0");
        require(workers >= 1, "The number of workers", workers, "at least 1");
        require(seed >= 0, "The seed", seed, "at least 0");
        require(gap >= 0 && gap < 1, "The gap", gap, "at least 0 and less than 1");
        Objects.requireNonNull(stop);
        Objects.requireNonNull(onSchedule);
        Objects.requireNonNull(onBound);
    }

    /** Returns a request for an optimal schedule, by one worker with seed 0, of which nobody hears before the end. */
    public static CpSatRequest of(Problem problem, Duration timeLimit) {
        return new CpSatRequest(
                problem,
                Optional.empty(),
                OptionalLong.empty(),
                0,
                timeLimit,
                OptionalDouble.empty(),
                1,
                0,
                0,
                () -> false,
                schedule -> {},
                bound -> {});
    }

    public CpSatRequest withHint(Schedule schedule) {
        return changed(draft -> draft.hint = Optional.of(schedule));
    }

    public CpSatRequest withObjectiveAtMost(long value) {
        return changed(draft -> draft.objectiveAtMost = OptionalLong.of(value));
    }

    public CpSatRequest withLowerBound(long bound) {
        return changed(draft -> draft.lowerBound = bound);
    }

    public CpSatRequest withDeterministicLimit(double limit) {
        return changed(draft -> draft.deterministicLimit = OptionalDouble.of(limit));
    }

    public CpSatRequest withWorkers(int threads) {
        return changed(draft -> draft.workers = threads);
    }

    public CpSatRequest withSeed(int value) {
        return changed(draft -> draft.seed = value);
    }

    public CpSatRequest withGap(double relativeGap) {
        return changed(draft -> draft.gap = relativeGap);
    }

    public CpSatRequest withStop(BooleanSupplier condition) {
        return changed(draft -> draft.stop = condition);
    }

    public CpSatRequest withListeners(Consumer<Schedule> schedules, LongConsumer bounds) {
        return changed(draft -> {
            draft.onSchedule = schedules;
            draft.onBound = bounds;
        });
    }

    private CpSatRequest changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.request();
    }

    /** A request on which single things are replaced. */
    private static final class Draft {
        private final Problem problem;
        private final Duration timeLimit;
        private Optional<Schedule> hint;
        private OptionalLong objectiveAtMost;
        private long lowerBound;
        private OptionalDouble deterministicLimit;
        private int workers;
        private int seed;
        private double gap;
        private BooleanSupplier stop;
        private Consumer<Schedule> onSchedule;
        private LongConsumer onBound;

        Draft(CpSatRequest request) {
            problem = request.problem;
            timeLimit = request.timeLimit;
            hint = request.hint;
            objectiveAtMost = request.objectiveAtMost;
            lowerBound = request.lowerBound;
            deterministicLimit = request.deterministicLimit;
            workers = request.workers;
            seed = request.seed;
            gap = request.gap;
            stop = request.stop;
            onSchedule = request.onSchedule;
            onBound = request.onBound;
        }

        CpSatRequest request() {
            return new CpSatRequest(
                    problem,
                    hint,
                    objectiveAtMost,
                    lowerBound,
                    timeLimit,
                    deterministicLimit,
                    workers,
                    seed,
                    gap,
                    stop,
                    onSchedule,
                    onBound);
        }
    }

    private static void require(boolean holds, String what, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " is " + value + ", expected " + expected + ".");
        }
    }

    private static void requireOfProblem(Schedule hint, Problem problem) {
        if (hint.size() != problem.ops().size()) {
            throw new IllegalArgumentException("The hint has " + hint.size() + " ops, the problem "
                    + problem.ops().size() + ".");
        }
        for (int op = 0; op < hint.size(); op++) {
            int modes = problem.ops().get(op).modes().size();
            if (hint.mode(op) < Schedule.ABSENT || hint.mode(op) >= modes) {
                throw new IllegalArgumentException("The hint runs "
                        + problem.ops().get(op).label() + " in mode " + hint.mode(op) + ", but it has " + modes
                        + " modes.");
            }
        }
    }
}
