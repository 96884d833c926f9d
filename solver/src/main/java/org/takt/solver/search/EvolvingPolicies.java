package org.takt.solver.search;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.StagePolicies;

/**
 * Follows policies of stages to the end: some random ones, and mostly the best so far with a few changes, an evolution
 * strategy of one parent and one child (Rechenberg 1973).
 */
final class EvolvingPolicies implements RestartWay {
    private static final double SECONDS_PER_OP = 1e-5;
    /** So many restarts begin anew, and one of so many later. */
    private static final int FOUNDERS = 30;

    private static final int NEW_EVERY = 10;

    private record Parent(StagePolicies policies, long end) {}

    private final Problem problem;
    private final Map<Boolean, Parent> parents = new ConcurrentHashMap<>();

    EvolvingPolicies(Problem problem) {
        this.problem = problem;
    }

    @Override
    public String name() {
        return "list scheduler, evolved policies";
    }

    @Override
    public double secondsPerOp(int number) {
        return SECONDS_PER_OP;
    }

    @Override
    public Optional<Schedule> schedule(
            ListScheduler scheduler, boolean fused, int number, long seed, BooleanSupplier stop) {
        Random random = new Random(seed);
        Parent parent = parents.get(fused);
        StagePolicies policies = parent == null || number < FOUNDERS || random.nextInt(NEW_EVERY) == 0
                ? scheduler.policies(ListPolicy.random(fused, random), random.nextInt(101), random)
                : parent.policies().changed(random);
        Optional<Schedule> schedule = scheduler.schedule(policies);
        schedule.ifPresent(found -> parents.merge(
                fused,
                new Parent(policies, found.lastEnd(problem.ops())),
                (old, child) -> child.end() <= old.end() ? child : old));
        return schedule;
    }
}
