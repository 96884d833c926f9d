package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.instance.Backward;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.StageMemory;
import org.takt.model.problem.Problem;

/** On any instance a family either says why it does not apply or gives orders whose schedule keeps every rule. */
class RandomInstancesPropertyTest {
    private static final Set<String> APPLIED = new HashSet<>();

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void isAcceptedOrSaysWhyNot(@ForAll("problems") Problem problem) {
        PipelineShape shape = PipelineShape.of(problem).orElseThrow();
        for (ScheduleFamily family : ScheduleFamilies.all()) {
            ScheduleFamily.Outcome outcome = family.orders(shape);
            if (outcome instanceof ScheduleFamily.Outcome.Applies applies) {
                Schedules.accepted(problem, Schedules.timed(problem, applies.orders()));
                APPLIED.add(family.name());
            } else {
                assertThat(((ScheduleFamily.Outcome.DoesNotApply) outcome).reason())
                        .endsWith(".");
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void inferenceIsForFillAndDrainOnly(@ForAll("problems") Problem problem) {
        boolean hasTransfers = problem.ops().stream().anyMatch(op -> op.kind().isTransfer());
        if (!hasTransfers) {
            PipelineShape shape = PipelineShape.of(ForwardOnly.of(problem)).orElseThrow();
            for (ScheduleFamily family : ScheduleFamilies.all()) {
                if (!(family instanceof FillAndDrain)) {
                    assertThat(family.orders(shape))
                            .as(family.name())
                            .isInstanceOf(ScheduleFamily.Outcome.DoesNotApply.class);
                }
            }
        }
    }

    @AfterContainer
    static void everyFamilyHasApplied() {
        Set<String> expected = new HashSet<>();
        ScheduleFamilies.all().forEach(family -> expected.add(family.name()));
        expected.remove(new FillAndDrain().name());
        assertThat(APPLIED).containsAll(expected);
    }

    @Provide
    Arbitrary<Problem> problems() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 16),
                        Arbitraries.integers().between(0, 8),
                        Arbitraries.of(Backward.class),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs())
                .as(RandomInstancesPropertyTest::problem);
    }

    private static Problem problem(
            int devices, int microBatches, int placement, Backward backward, int link, long seed) {
        Random random = new Random(seed);
        Instances instances = Instances.of(devices, microBatches).backward(backward);
        int stages = placed(instances, devices, placement, random);
        for (int stage = 0; stage < stages; stage++) {
            instances.stageCosts(stage, random.nextInt(6), random.nextInt(6), random.nextInt(6));
            int kept = random.nextInt(3);
            instances.stageMemory(stage, new StageMemory(0, kept + random.nextInt(3), kept, random.nextInt(2)));
        }
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            instances.microBatch(microBatch, 500 + random.nextInt(4) * 500, 1000);
        }
        if (random.nextInt(3) == 0) {
            cut(instances, microBatches, random);
        }
        switch (link) {
            case 1 -> instances.latency(random.nextInt(4));
            case 2 -> instances.exclusive(random.nextInt(4), random.nextInt(4));
            default -> instances.latency(0);
        }
        return instances.problem();
    }

    /** Cuts all micro-batches, half of the time into equally many segments. */
    private static void cut(Instances instances, int microBatches, Random random) {
        instances.perMillionTokens(new PassRates(
                random.nextInt(2_000_000), random.nextInt(2_000_000), random.nextInt(2_000_000), OptionalLong.empty()));
        boolean equallyMany = random.nextBoolean();
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            int segments = equallyMany ? 2 : 1 + random.nextInt(4);
            instances.microBatch(
                    microBatch, MicroBatch.of(segments + random.nextInt(5), new Segmentation.Equal(segments, 1)));
        }
    }

    private static int placed(Instances instances, int devices, int placement, Random random) {
        int stages =
                switch (placement) {
                    case 1 -> devices * (2 + random.nextInt(2));
                    case 2, 3, 6 -> 2 * devices;
                    case 4 -> 4 * devices;
                    case 8 -> 2 * devices * (1 + random.nextInt(2)) + 1;
                    default -> devices;
                };
        instances.stages(stages);
        switch (placement) {
            case 2 -> instances.placement(new Placement.V());
            case 3 -> instances.placement(new Placement.Wave(1));
            case 4 -> instances.placement(new Placement.Wave(2));
            case 5 -> instances.placement(new Placement.Bidirectional(new Placement.Loop()));
            case 6 -> instances.placement(new Placement.Bidirectional(new Placement.V()));
            case 8 -> instances.placement(new Placement.Helix());
            case 7 ->
                instances.placement(new Placement.Explicit(
                        random.ints(stages, 0, devices).boxed().toList()));
            default -> instances.placement(new Placement.Loop());
        }
        return stages;
    }
}
