package org.takt.solver.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

/** Schedules of a batch long enough to have a steady state: every published family that fits, and the list scheduler. */
final class SteadyBatch {
    private static final int[] WARM_UPS = {100, 150, 200, 300, 125, 50, 1000, 0};
    private static final int[] PATIENCES = {0, 50, 100};

    private final Problem batch;
    private final BooleanSupplier stop;
    private final Verifier verifier;
    private final List<Found> found = new ArrayList<>();

    /**
     * A verified schedule.
     *
     * @param makespan ticks
     * @param source what found it
     */
    record Found(Schedule schedule, long makespan, String source) {}

    /**
     * Prepares schedules of a batch.
     *
     * @param stop asked often; true ends the search with what there is
     */
    SteadyBatch(Problem batch, BooleanSupplier stop) {
        this.batch = batch;
        this.stop = stop;
        this.verifier = new Verifier(batch);
    }

    /** Returns the shortest schedules, shortest first, no two of one makespan. */
    List<Found> shortest(int most) {
        new FamilySchedules(batch, Baselines.all()).forEach(stop, this::add);
        addListSchedules(false);
        if (!batch.presenceRules().isEmpty()) {
            addListSchedules(true);
        }
        found.sort(Comparator.comparingLong(Found::makespan));
        List<Found> distinct = new ArrayList<>();
        for (Found candidate : found) {
            if (distinct.isEmpty() || distinct.get(distinct.size() - 1).makespan() < candidate.makespan()) {
                distinct.add(candidate);
            }
        }
        return distinct.subList(0, Math.min(most, distinct.size()));
    }

    private void addListSchedules(boolean fused) {
        Optional<ListScheduler> scheduler = ListScheduler.of(batch, fused);
        if (scheduler.isEmpty()) {
            return;
        }
        for (boolean strict : new boolean[] {false, true}) {
            for (int patience : PATIENCES) {
                for (int warmUp : WARM_UPS) {
                    ListPolicy policy = new ListPolicy(warmUp, strict, patience, true, fused);
                    if (!stop.getAsBoolean()) {
                        scheduler.get().schedule(policy).ifPresent(schedule -> add(schedule, policy.describe()));
                    }
                }
            }
        }
    }

    private void add(Schedule schedule, String source) {
        if (verifier.verify(schedule) instanceof Verdict.Accepted accepted) {
            found.add(new Found(schedule, accepted.report().makespan(), source));
        }
    }
}
