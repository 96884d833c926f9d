package org.takt.solver.baseline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.OpKind;

/**
 * DynaPipe's memory-aware cyclic order for micro-batches of unequal cost (arXiv 2311.10418, EuroSys 2024), run without
 * waiting for the end of a cycle. Time goes in cycles. In a cycle a device runs, of each of its stages, the backward and
 * the forward that have waited longest, backwards and forwards in turn, lower micro-batches first; what they make ready
 * waits for the next cycle. So no device depends on another one's speed within a cycle. A device that would exceed its
 * memory limit leaves a forward of a micro-batch that it has not begun for a later cycle. The micro-batches enter in
 * the order of the instance; {@link DynaPipePermutations} is the paper's search for a better order of them.
 *
 * <p>Where backwards only split, input and weight gradient follow each other. The rule counts what the forwards hold;
 * what a backward takes in addition may still exceed the limit.
 *
 * <p>Closed form, with one stage on each device, equal costs, no communication and no memory limit: idle time
 * (P − 1)·(F + B) as for 1F1B, and stage s holds min(m, 2·(P − s) − 1) activations.
 */
public final class DynaPipe implements ScheduleFamily {
    @Override
    public String name() {
        return "DynaPipe";
    }

    @Override
    public Outcome orders(PipelineShape shape) {
        if (shape.pipelines() > 1 || shape.segments() > 1 || shape.isForwardOnly()) {
            return new Outcome.DoesNotApply("DynaPipe needs one pipeline with backwards of whole micro-batches.");
        }
        int[] inOrder = IntStream.range(0, shape.microBatches()).toArray();
        return orders(shape, inOrder, true);
    }

    /**
     * Returns the orders of the rule for micro-batches that enter in another order.
     *
     * @param entry the micro-batches in the order in which they enter; a permutation
     * @param limited whether a device leaves forwards that exceed its memory limit for later
     */
    static Outcome orders(PipelineShape shape, int[] entry, boolean limited) {
        return new Run(shape, entry, limited).outcome();
    }

    /** Position in the way of a micro-batch through all forwards and back through all backwards. */
    private record Ready(int microBatch, int position) {}

    private static final class Run {
        private final PipelineShape shape;
        private final OrderSheet sheet;
        private final int positions;
        private final List<Queue<Integer>> waiting = new ArrayList<>();
        private final List<List<Integer>> forwardsOfDevice = new ArrayList<>();
        private final List<List<Integer>> backwardsOfDevice = new ArrayList<>();
        private final long[] takenByOp;
        private final long[] held;
        private final int[] begun;
        private final int[] rank;
        private final boolean limited;
        private int left;

        Run(PipelineShape shape, int[] entry, boolean limited) {
            this.limited = limited;
            this.shape = shape;
            this.sheet = new OrderSheet(shape);
            this.positions = 2 * shape.stages();
            this.left = positions * shape.microBatches();
            for (int position = 0; position < positions; position++) {
                waiting.add(new ArrayDeque<>());
            }
            rank = new int[entry.length];
            for (int place = 0; place < entry.length; place++) {
                waiting.get(0).add(entry[place]);
                rank[entry[place]] = place;
            }
            for (int device = 0; device < shape.devices(); device++) {
                forwardsOfDevice.add(new ArrayList<>());
                backwardsOfDevice.add(new ArrayList<>());
            }
            for (int position = 0; position < positions; position++) {
                (isForward(position) ? forwardsOfDevice : backwardsOfDevice)
                        .get(deviceOf(position))
                        .add(position);
            }
            takenByOp = new long[shape.problem().ops().size()];
            for (Buffer buffer : shape.problem().buffers()) {
                takenByOp[buffer.takenAt()] += buffer.size();
            }
            held = new long[shape.devices()];
            for (int device = 0; device < held.length; device++) {
                held[device] = shape.problem().devices().get(device).constantMemory();
            }
            begun = new int[held.length];
            Arrays.fill(begun, -1);
        }

        Outcome outcome() {
            while (left > 0) {
                List<Ready> done = new ArrayList<>();
                for (int device = 0; device < shape.devices(); device++) {
                    runCycle(device, done);
                }
                if (done.isEmpty()) {
                    return new Outcome.DoesNotApply(
                            "DynaPipe holds back a micro-batch for ever, because a device's memory limit is too low for it.");
                }
                for (Ready ready : done) {
                    if (ready.position() + 1 < positions) {
                        waiting.get(ready.position() + 1).add(ready.microBatch());
                    }
                }
                left -= done.size();
            }
            return new Outcome.Applies(sheet.toOrders());
        }

        private void runCycle(int device, List<Ready> done) {
            List<Ready> backwards = longestWaiting(backwardsOfDevice.get(device));
            List<Ready> forwards = longestWaiting(forwardsOfDevice.get(device));
            for (int turn = 0; turn < Math.max(backwards.size(), forwards.size()); turn++) {
                if (turn < backwards.size()) {
                    backward(device, backwards.get(turn));
                    done.add(backwards.get(turn));
                }
                if (turn < forwards.size() && mayRun(device, forwards.get(turn))) {
                    forward(device, forwards.get(turn));
                    done.add(forwards.get(turn));
                }
            }
        }

        private List<Ready> longestWaiting(List<Integer> ofDevice) {
            List<Ready> ready = new ArrayList<>();
            for (int position : ofDevice) {
                Integer microBatch = waiting.get(position).peek();
                if (microBatch != null) {
                    ready.add(new Ready(microBatch, position));
                }
            }
            ready.sort(Comparator.comparingInt((Ready one) -> rank[one.microBatch()])
                    .thenComparingInt(Ready::position));
            return ready;
        }

        private boolean mayRun(int device, Ready forward) {
            if (!limited) {
                return true;
            }
            long limit = shape.problem().devices().get(device).memoryLimit().orElse(Long.MAX_VALUE);
            return rank[forward.microBatch()] <= begun[device] || held[device] + taken(forward) <= limit;
        }

        private void forward(int device, Ready forward) {
            waiting.get(forward.position()).remove();
            sheet.forward(0, stageOf(forward.position()), forward.microBatch());
            held[device] += taken(forward);
            begun[device] = Math.max(begun[device], rank[forward.microBatch()]);
        }

        private void backward(int device, Ready backward) {
            waiting.get(backward.position()).remove();
            sheet.wholeBackward(0, stageOf(backward.position()), backward.microBatch());
            held[device] -= taken(backward);
        }

        /** Returns what the forward of the same stage and micro-batch takes. */
        private long taken(Ready ready) {
            return takenByOp[shape.op(OpKind.F, 0, stageOf(ready.position()), ready.microBatch())];
        }

        private boolean isForward(int position) {
            return position < shape.stages();
        }

        private int stageOf(int position) {
            return isForward(position) ? position : positions - 1 - position;
        }

        private int deviceOf(int position) {
            int compute = shape.computeOf(0, stageOf(position));
            return shape.problem().resources().get(compute).devices().get(0);
        }
    }
}
