package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.solver.baseline.BuildingBlockFamily;
import org.takt.solver.baseline.InterleavedZeroBubble;
import org.takt.solver.baseline.OneForwardOneBackward;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.baseline.ZeroBubbleHandcrafted;
import org.takt.solver.baseline.ZeroBubbleV;
import org.takt.solver.heuristic.ListPolicy;

/**
 * The quick ways to a schedule that are worth going, the likeliest to attain a bound first. With one stage on each device that is ZB-H1,
 * which is optimal at 1F1B's memory where stages are equal, or where memory is ample a list policy with a strict warm-up of
 * twice 1F1B's; where memory is scarce the families do not fit at all. With more stages on each device the interleaved and
 * V-shaped zero bubble schedules come first. List policies complement each other; each situation has those without which
 * some of the committed instances would get a worse schedule, by more than 0.5 %.
 */
final class QuickSources {
    private static final List<ScheduleFamily> ONE_STAGE_PER_DEVICE =
            List.of(ZeroBubbleHandcrafted.H1, new OneForwardOneBackward());
    private static final List<ScheduleFamily> CHUNKED = List.of(
            new InterleavedZeroBubble(), new ZeroBubbleV(), BuildingBlockFamily.V_HALF, BuildingBlockFamily.V_MIN);

    private static final Policy LONG = new Policy(200, true, 75);
    private static final Policy LIKE_1F1B = new Policy(100, false, 0);
    private static final Policy SHORTER = new Policy(75, false, 25);
    private static final Policy HALF = new Policy(50, false, 25);
    private static final Policy HALF_STRICT = new Policy(50, true, 25);
    private static final Policy NONE = new Policy(0, false, 25);

    private static final List<Policy> FOR_HALF_THE_MEMORY = List.of(LONG, NONE);
    private static final List<Policy> FOR_SCARCE_MEMORY = List.of(LONG, HALF, SHORTER);
    private static final List<Policy> FOR_PIPELINES = List.of(LIKE_1F1B, NONE, SHORTER);
    private static final List<Policy> FOR_CHUNKS = List.of(LONG, NONE, LIKE_1F1B, SHORTER, HALF_STRICT);

    /** A list policy, whether or not backwards are fused. */
    private record Policy(int warmUpPercent, boolean strict, int patiencePercent) {
        ListPolicy fused(boolean fused) {
            return new ListPolicy(warmUpPercent, strict, patiencePercent, true, fused);
        }
    }

    private final LazyListScheduler split;
    private final Optional<LazyListScheduler> fused;
    private final List<QuickSource> sources = new ArrayList<>();

    private QuickSources(Problem problem) {
        this.split = new LazyListScheduler(problem, false);
        this.fused = problem.presenceRules().isEmpty()
                ? Optional.empty()
                : Optional.of(new LazyListScheduler(problem, true));
    }

    /** Returns the ways, in the order in which to go them. Takes O(size of the problem) time. */
    static List<QuickSource> of(Problem problem) {
        QuickSources quick = new QuickSources(problem);
        Optional<PipelineShape> shape = PipelineShape.of(problem);
        if (shape.isPresent() && shape.get().isOneStagePerDevice()) {
            quick.addForPipeline(shape.get());
        } else {
            shape.ifPresent(chunked -> quick.addFamilies(CHUNKED, chunked));
            quick.addPolicies(FOR_CHUNKS);
        }
        return quick.sources;
    }

    private void addForPipeline(PipelineShape shape) {
        switch (WarmUpMemory.of(shape)) {
            case AT_MOST_HALF -> addPolicies(FOR_HALF_THE_MEMORY);
            case SCARCE -> addPolicies(FOR_SCARCE_MEMORY);
            case EXACT -> {
                addFamilies(ONE_STAGE_PER_DEVICE, shape);
                addPolicies(List.of(LONG));
                addPolicies(FOR_PIPELINES);
            }
            case AMPLE -> {
                addPolicies(List.of(LONG));
                addFamilies(ONE_STAGE_PER_DEVICE, shape);
                addPolicies(FOR_PIPELINES);
            }
        }
    }

    private void addFamilies(List<ScheduleFamily> families, PipelineShape shape) {
        families.forEach(family -> sources.add(new QuickSource.OfFamily(family, shape)));
    }

    /** Where it may be chosen whether backwards are fused, both ways. */
    private void addPolicies(List<Policy> policies) {
        policies.forEach(policy -> sources.add(new QuickSource.OfPolicy(policy.fused(false), split)));
        fused.ifPresent(scheduler ->
                policies.forEach(policy -> sources.add(new QuickSource.OfPolicy(policy.fused(true), scheduler))));
    }
}
