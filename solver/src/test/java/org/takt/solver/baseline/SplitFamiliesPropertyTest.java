package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.takt.model.Instances;
import org.takt.model.RandomCases;
import org.takt.model.Schedules;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/** The zero-bubble and V families that fit the memory limits of random instances, and where each family applies. */
class SplitFamiliesPropertyTest {
    private static final List<ScheduleFamily> WITHIN_LIMITS =
            List.of(new ZeroBubbleAutomatic(), new ZeroBubbleVAutomatic(), new BuildingBlockSearch());

    @Property(tries = 1000)
    void fittedOrdersKeepEveryMemoryLimit(@ForAll("limited") Instances instances, @ForAll boolean span) {
        Problem problem = instances
                .objective(span ? Objective.MAX_DEVICE_SPAN : Objective.MAKESPAN)
                .problem();
        PipelineShape shape = PipelineShape.of(problem).orElseThrow();
        for (ScheduleFamily family : WITHIN_LIMITS) {
            if (family.orders(shape) instanceof ScheduleFamily.Outcome.Applies applies) {
                Schedules.accepted(problem, Schedules.timed(problem, applies.orders()));
            }
        }
    }

    @Property(tries = 300)
    void withoutLimitsTheSplitFamiliesApplyWhereverThePlacementDoes(@ForAll("instances") Instances instances) {
        Problem problem = instances.problem();
        PipelineShape shape = PipelineShape.of(problem).orElseThrow();
        boolean split = shape.canSplit();
        assertThat(applies(new ZeroBubbleAutomatic(), shape)).isEqualTo(split && shape.isOneStagePerDevice());
        for (ScheduleFamily family : List.of(
                new ZeroBubbleV(),
                new ZeroBubbleVAutomatic(),
                new BuildingBlockSearch(),
                BuildingBlockFamily.V_HALF,
                BuildingBlockFamily.V_MIN)) {
            assertThat(applies(family, shape)).as(family.name()).isEqualTo(split && shape.isV());
        }
    }

    private static boolean applies(ScheduleFamily family, PipelineShape shape) {
        return family.orders(shape) instanceof ScheduleFamily.Outcome.Applies;
    }

    @Provide
    Arbitrary<Instances> instances() {
        return RandomCases.instances();
    }

    @Provide
    Arbitrary<Instances> limited() {
        return Combinators.combine(RandomCases.instances(), Arbitraries.longs().between(0, 60))
                .as(Instances::limit);
    }
}
