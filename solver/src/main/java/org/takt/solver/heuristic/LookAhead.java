package org.takt.solver.heuristic;

import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.takt.model.schedule.Schedule;

/**
 * List scheduling with look-ahead, also called the pilot method (Duin and Voß 1999): again and again several policies
 * are followed to the end of the schedule, and the one that ends first decides the next part of it.
 */
final class LookAhead {
    private static final int LARGEST_WARM_UP = 250;

    private final ListTables tables;
    private final int interval;
    private final int pilots;
    private final boolean fused;
    private final Random random;
    private final PartialSchedule trial;
    private Optional<Schedule> best = Optional.empty();
    private long leastMakespan = Long.MAX_VALUE;

    LookAhead(ListTables tables, int intervals, int pilots, boolean fused, long seed) {
        this.tables = tables;
        this.interval = Math.max(1, (tables.ops.present + intervals - 1) / intervals);
        this.pilots = pilots;
        this.fused = fused;
        random = new Random(seed);
        trial = new PartialSchedule(tables);
    }

    Optional<Schedule> schedule(BooleanSupplier stop) {
        PartialSchedule base = new PartialSchedule(tables);
        PartialSchedule reached = new PartialSchedule(tables);
        PartialSchedule farthest = new PartialSchedule(tables);
        StagePolicies leader = randomPilot();
        while (!base.isComplete()) {
            long least = Long.MAX_VALUE;
            StagePolicies next = leader;
            for (int number = 0; number <= pilots; number++) {
                if (stop.getAsBoolean()) {
                    return Optional.empty();
                }
                StagePolicies pilot = number == 0 ? leader : randomPilot();
                long makespan = follow(pilot, base, reached);
                if (makespan < least) {
                    least = makespan;
                    next = pilot;
                    farthest.copyFrom(reached);
                }
            }
            if (least == Long.MAX_VALUE) {
                return best;
            }
            leader = next;
            base.copyFrom(farthest);
        }
        return best;
    }

    /** Follows a pilot to the end and returns the makespan, the largest value if it gets stuck; leaves a copy of where it was after one interval. */
    private long follow(StagePolicies pilot, PartialSchedule base, PartialSchedule reached) {
        trial.copyFrom(base);
        trial.lookAgain();
        ListRun run = new ListRun(trial, pilot);
        run.advance(base.started() + interval);
        reached.copyFrom(trial);
        run.advance(tables.ops.present);
        long makespan = trial.isComplete() ? trial.makespan() : Long.MAX_VALUE;
        if (makespan < leastMakespan) {
            leastMakespan = makespan;
            best = Optional.of(trial.schedule());
        }
        return makespan;
    }

    private StagePolicies randomPilot() {
        ListPolicy policy = new ListPolicy(
                random.nextInt(LARGEST_WARM_UP), random.nextInt(4) == 0, random.nextInt(101), true, fused);
        return StagePolicies.of(policy, random.nextInt(101), tables.ops.stageSlots, random);
    }
}
