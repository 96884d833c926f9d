package org.takt.solver.search;

import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.Variation;

/** Follows one random policy to the end, but for some decisions at random. Finds on small problems what no policy does. */
final class RandomPolicies implements RestartWay {
    private static final double SECONDS_PER_OP = 1e-5;
    private static final int LARGEST_WHIM_PERMILLE = 100;

    @Override
    public String name() {
        return "list scheduler, random restart";
    }

    @Override
    public double secondsPerOp(int number) {
        return SECONDS_PER_OP;
    }

    @Override
    public Optional<Schedule> schedule(
            ListScheduler scheduler, boolean fused, int number, long seed, BooleanSupplier stop) {
        Random random = new Random(seed);
        ListPolicy policy = ListPolicy.random(fused, random);
        return scheduler.schedule(policy, new Variation(random.nextInt(LARGEST_WHIM_PERMILLE), 0, random.nextLong()));
    }
}
