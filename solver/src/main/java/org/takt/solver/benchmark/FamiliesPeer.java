package org.takt.solver.benchmark;

import java.time.Duration;
import java.util.Optional;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.solver.SolveOptions;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;

/** The best published family that fits an instance's limits, each timed and verified. Takes as long as it takes. */
public final class FamiliesPeer implements Contestant {
    /** Its name in records. */
    public static final String NAME = "families";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean dependsOnSeed() {
        return false;
    }

    @Override
    public Answer solve(Instance instance, SolveOptions options, History history) {
        long begin = System.nanoTime();
        Answer best = Answer.nothing("No published family fits the limits.");
        for (Baseline baseline : Baselines.of(Expander.expand(instance))) {
            if (baseline.outcome() instanceof Baseline.Scheduled scheduled && scheduled.fits()) {
                long value = scheduled.report().value();
                history.onIncumbent(Duration.ofNanos(System.nanoTime() - begin), value, baseline.family());
                if (value < best.value().orElse(Long.MAX_VALUE)) {
                    best = Answer.unproved(value, baseline.family(), Optional.of(scheduled.schedule()));
                }
            }
        }
        return best;
    }
}
