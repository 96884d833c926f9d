package org.takt.solver.baseline;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/** Reads the labels of a problem's ops, until they are a pipeline or something contradicts that. */
final class PipelineReading {
    private static final Set<OpKind> PASSES = EnumSet.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W);

    private static final Set<OpKind> HELPS = EnumSet.of(OpKind.HELP_F, OpKind.HELP_B);

    private static final Set<OpKind> EXCHANGE_PARTS =
            EnumSet.of(OpKind.BEFORE_F, OpKind.AFTER_F, OpKind.HELP_F, OpKind.BEFORE_B, OpKind.AFTER_B, OpKind.HELP_B);

    private static final int UNKNOWN = -1;

    private final Problem problem;
    private final int pipelines;
    private final OpPlaces places;
    private final int[] pipelineOf;
    private final int[] computeOfStage;

    private PipelineReading(Problem problem, int pipelines, OpPlaces places) {
        this.problem = problem;
        this.pipelines = pipelines;
        this.places = places;
        this.pipelineOf = unknown(places.microBatches());
        this.computeOfStage = unknown(pipelines * places.stages());
    }

    private static int[] unknown(int size) {
        int[] values = new int[size];
        Arrays.fill(values, UNKNOWN);
        return values;
    }

    /** Returns what {@link PipelineShape#of} says. */
    static Optional<PipelineShape> of(Problem problem) {
        if (problem.ops().isEmpty() || !arePlain(problem.ops(), problem)) {
            return Optional.empty();
        }
        return start(problem).filter(PipelineReading::placesOps).flatMap(PipelineReading::shape);
    }

    private static boolean arePlain(List<Op> ops, Problem problem) {
        for (Op op : ops) {
            if (!isPlain(op, problem)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(Op op, Problem problem) {
        if (op.kind().isTransfer()) {
            return true;
        }
        boolean known = PASSES.contains(op.kind()) || EXCHANGE_PARTS.contains(op.kind());
        if (!known || op.modes().size() != 1) {
            return false;
        }
        List<Integer> resources = op.modes().get(0).resources();
        if (resources.size() != 1) {
            return false;
        }
        Resource resource = problem.resources().get(resources.get(0));
        return resource.kind() == ResourceKind.COMPUTE && resource.devices().size() == 1;
    }

    /** What labels count has to be about as large as what there is, so that odd ones ask for no memory. */
    private static Optional<PipelineReading> start(Problem problem) {
        int ops = problem.ops().size();
        int pipelines = count(problem, Op::pipeline);
        int stages = count(problem, Op::stage);
        int microBatches = count(problem, Op::microBatch);
        if (microBatches > ops || pipelines > microBatches + 1) {
            return Optional.empty();
        }
        return firstSegments(problem, microBatches)
                .map(firstSegment -> new OpPlaces(stages, firstSegment))
                .filter(places -> ops / stages / places.allSegments() > 0)
                .map(places -> new PipelineReading(problem, pipelines, places));
    }

    private static int count(Problem problem, ToIntFunction<Op> label) {
        int last = 0;
        for (Op op : problem.ops()) {
            last = Math.max(last, label.applyAsInt(op));
        }
        return last + 1;
    }

    /** Returns the number of segments before each micro-batch, and of all; nothing if there are more of them than ops. */
    private static Optional<int[]> firstSegments(Problem problem, int microBatches) {
        int[] counts = new int[microBatches];
        for (Op op : problem.ops()) {
            counts[op.microBatch()] = Math.max(counts[op.microBatch()], op.segment() + 1);
        }
        int[] first = new int[microBatches + 1];
        long sum = 0;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            sum += Math.max(1, counts[microBatch]);
            if (sum > problem.ops().size()) {
                return Optional.empty();
            }
            first[microBatch + 1] = Math.toIntExact(sum);
        }
        return Optional.of(first);
    }

    /** Puts every compute op into its place; returns whether none contradicts another one. */
    private boolean placesOps() {
        for (int id = 0; id < problem.ops().size(); id++) {
            Op op = problem.ops().get(id);
            boolean agrees =
                    op.kind().isTransfer() || (places.put(op, id) && joinsPipeline(op) && runsWithItsStage(op));
            if (!agrees) {
                return false;
            }
        }
        return true;
    }

    /** A micro-batch runs through one pipeline. */
    private boolean joinsPipeline(Op op) {
        return agrees(pipelineOf, op.microBatch(), op.pipeline());
    }

    /** A stage runs on one compute stream, but for the attention that others do for it. */
    private boolean runsWithItsStage(Op op) {
        int compute = op.modes().get(0).resources().get(0);
        return HELPS.contains(op.kind())
                || agrees(computeOfStage, op.pipeline() * places.stages() + op.stage(), compute);
    }

    private static boolean agrees(int[] known, int index, int value) {
        if (known[index] == UNKNOWN) {
            known[index] = value;
        }
        return known[index] == value;
    }

    private Optional<PipelineShape> shape() {
        boolean exchangesContext = EXCHANGE_PARTS.stream().anyMatch(places::hasAny);
        boolean odd = exchangesContext && places.mostSegments() == 1;
        if (!isComplete() || odd) {
            return Optional.empty();
        }
        StageDevices stageDevices =
                new StageDevices(problem.devices().size(), pipelines, places.stages(), computeOfStage);
        return Optional.of(new PipelineShape(problem, places, pipelineOf, stageDevices, exchangesContext));
    }

    /** Whether each stage of each segment has its forward, and a backward in the same forms as the first one. */
    private boolean isComplete() {
        for (int microBatch = 0; microBatch < places.microBatches(); microBatch++) {
            for (int stage = 0; stage < places.stages(); stage++) {
                for (int segment = 0; segment < places.segments(microBatch); segment++) {
                    if (!isComplete(stage, microBatch, segment)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean isComplete(int stage, int microBatch, int segment) {
        boolean splits = places.has(OpKind.I, 0, 0, 0);
        return places.has(OpKind.F, stage, microBatch, segment)
                && places.has(OpKind.B, stage, microBatch, segment) == places.has(OpKind.B, 0, 0, 0)
                && places.has(OpKind.I, stage, microBatch, segment) == splits
                && places.has(OpKind.W, stage, microBatch, segment) == splits;
    }
}
