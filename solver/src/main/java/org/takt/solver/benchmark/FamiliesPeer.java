package org.takt.solver.benchmark;

import java.time.Duration;
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
        for (Baseline baseline : Baselines.of(Expander.expand(instance))) {
            if (baseline.outcome() instanceof Baseline.Scheduled scheduled && scheduled.fits()) {
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
                history.onIncumbent(elapsed, scheduled.report().value(), baseline.family());
            }
        }
        return history.incumbents().stream()
                .reduce((worse, better) -> better)
                .map(best -> Answer.unproved(best.value(), best.source()))
                .orElseGet(() -> Answer.nothing("No published family fits the limits."));
    }
}
