package org.takt.solver.cpsat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * What to ask of CP-SAT.
 *
 * @param problem the problem, with its objective
 * @param hint a schedule to start from; a feasible one also sets the horizon
 * @param objectiveAtMost look only for schedules with at most this objective
 * @param lowerBound a proved lower bound on the objective, at least 0
 * @param timeLimit wall-clock limit, positive
 * @param deterministicLimit limit in CP-SAT's deterministic time, which does not depend on the machine's load
 * @param workers threads, at least 1
 * @param seed random seed, at least 0
 * @param gap relative gap (value − bound) / value at which to stop
 * @param stop asked often; true ends the search with what there is
 * @param onSchedule hears of each better schedule, unverified
 * @param onBound hears of each higher lower bound
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
        LongConsumer onBound) {}
