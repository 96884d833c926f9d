package org.takt.solver.baseline;

import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.takt.model.Instances;
import org.takt.model.RandomCases;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;

/**
 * Every family gives orders that the verifier accepts or a reason why it does not apply, on 10 000 instances without
 * memory limits.
 */
class FamiliesOnRandomInstancesPropertyTest {
    @Property(tries = 5000)
    void smallInstancesOfEveryPlacement(@ForAll("small") Instances instances) {
        acceptsOrRefuses(instances.problem());
    }

    @Property(tries = 5000)
    void loops(@ForAll("loops") Instances instances) {
        acceptsOrRefuses(instances.problem());
    }

    @Provide
    Arbitrary<Instances> small() {
        return RandomCases.instances();
    }

    @Provide
    Arbitrary<Instances> loops() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(Backward.class),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 6).list().ofSize(12))
                .as(FamiliesOnRandomInstancesPropertyTest::loop);
    }

    private static Instances loop(
            int devices, int microBatches, int chunks, Backward backward, boolean exclusive, List<Integer> numbers) {
        Instances instances = Instances.of(devices, microBatches)
                .stages(devices * chunks)
                .memory(0, 3, 1, 1)
                .backward(backward);
        for (int stage = 0; stage < devices * chunks; stage++) {
            instances.stageCosts(
                    stage, numbers.get(stage % 11), numbers.get((stage + 4) % 11), numbers.get((stage + 7) % 11));
        }
        return exclusive ? instances.exclusive(numbers.get(11), 1) : instances.latency(numbers.get(11));
    }

    private static void acceptsOrRefuses(Problem problem) {
        PipelineShape shape = PipelineShape.of(problem).orElseThrow();
        for (ScheduleFamily family : ScheduleFamilies.all()) {
            if (family.orders(shape) instanceof ScheduleFamily.Outcome.Applies applies) {
                accepted(problem, timed(problem, applies.orders()));
            }
        }
    }
}
