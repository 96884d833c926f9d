package org.takt.model.oplist;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/**
 * The instructions of DeepSpeed's pipeline engine ({@code deepspeed/runtime/pipe/schedule.py}), one line for each stage:
 * {@code stage 0: [Load(0),Fwd(0)] [SendAct(0)] ...}, a bracket for each step of {@code PipeSchedule}, in it
 * {@code LoadMicroBatch}, {@code ForwardPass}, {@code BackwardPass}, {@code SendActivation}, {@code RecvActivation},
 * {@code SendGrad}, {@code RecvGrad} with the buffer, which is the micro-batch's number ({@code num_pipe_buffers()}
 * returns the number of micro-batches), and at the end {@code ReduceTiedGrads}, {@code ReduceGrads} and
 * {@code OptimizerStep}.
 *
 * <p>Sends and receives block until their partner comes. So all messages stand in one order that both their ends keep:
 * that of the first moment, from the end of the producer to the start of the consumer, at which neither device is in
 * the middle of an op, and of the consumer's start where there is none. Nothing can deadlock then.
 */
public final class DeepSpeedInstructions {
    private static final String RUNTIME = "DeepSpeed";

    private final ChainOrders orders;
    private final List<Event> events = new ArrayList<>();

    /**
     * An op, or a message between two stages.
     *
     * @param time when it starts, ticks
     * @param stage the stage that computes or sends
     * @param receiver the stage that receives; −1 for an op
     */
    private record Event(long time, int stage, int receiver, OpKind kind, int microBatch) {
        boolean isMessage() {
            return receiver >= 0;
        }
    }

    private DeepSpeedInstructions(ChainOrders orders) {
        this.orders = orders;
    }

    /**
     * Returns the instructions of a schedule. O(n log n).
     *
     * @param schedule a schedule of the problem that the verifier accepts
     * @throws OpListException if the engine cannot execute it: stage s is not alone on device s, backwards are cut, an
     *     op takes no time, or the last stage does not run every backward directly behind its forward
     */
    public static String write(Problem problem, Schedule schedule) {
        DeepSpeedInstructions instructions = new DeepSpeedInstructions(new ChainOrders(problem, schedule, RUNTIME));
        instructions.requireOneStageOnEachDevice();
        instructions.requireOps();
        instructions.requireBackwardsBehindForwards();
        instructions.addEvents();
        return instructions.text();
    }

    private void requireOneStageOnEachDevice() {
        if (!orders.isLoop() || orders.chunks() > 1) {
            throw new OpListException(RUNTIME + " runs stage s on device s and nothing else there.");
        }
    }

    private void requireOps() {
        for (List<Integer> row : orders.rows()) {
            for (int index : row) {
                Op op = orders.op(index);
                if (op.kind() == OpKind.I || op.kind() == OpKind.W) {
                    throw new OpListException(RUNTIME + " cuts no backwards, but the schedule has " + op.label() + ".");
                }
                if (orders.end(index) == orders.start(index)) {
                    throw new OpListException(
                            op.label() + " takes no time, so nothing tells the order of its messages.");
                }
            }
        }
    }

    /** The engine keeps one loss only. */
    private void requireBackwardsBehindForwards() {
        List<Integer> last = orders.rows().get(orders.stages() - 1);
        for (int position = 0; position < last.size(); position += 2) {
            Op forward = orders.op(last.get(position));
            Op backward = orders.op(last.get(position + 1));
            if (forward.kind() != OpKind.F
                    || backward.kind() != OpKind.B
                    || forward.microBatch() != backward.microBatch()) {
                throw new OpListException(RUNTIME + " keeps one loss on the last stage, so every backward must directly"
                        + " follow its forward there, but " + backward.label() + " follows " + forward.label() + ".");
            }
        }
    }

    private void addEvents() {
        int[][] forwards = new int[orders.stages()][orders.microBatches()];
        int[][] backwards = new int[orders.stages()][orders.microBatches()];
        for (List<Integer> row : orders.rows()) {
            for (int index : row) {
                Op op = orders.op(index);
                (op.kind() == OpKind.F ? forwards : backwards)[op.stage()][orders.number(op)] = index;
                events.add(new Event(orders.start(index), op.stage(), -1, op.kind(), orders.number(op)));
            }
        }
        for (int stage = 0; stage + 1 < orders.stages(); stage++) {
            for (int microBatch = 0; microBatch < orders.microBatches(); microBatch++) {
                addMessage(forwards[stage][microBatch], forwards[stage + 1][microBatch]);
                addMessage(backwards[stage + 1][microBatch], backwards[stage][microBatch]);
            }
        }
        // A message comes before the ops that start at its moment; which of several comes first is the same for both
        // ends.
        events.sort(Comparator.comparingLong(Event::time)
                .thenComparing(Event::isMessage, Comparator.reverseOrder())
                .thenComparingInt(Event::stage)
                .thenComparing(Event::kind)
                .thenComparingInt(Event::microBatch));
    }

    private void addMessage(int producer, int consumer) {
        Op sender = orders.op(producer);
        int receiver = orders.op(consumer).stage();
        long moment = commonBoundary(sender.stage(), receiver, orders.end(producer), orders.start(consumer));
        events.add(new Event(moment, sender.stage(), receiver, sender.kind(), orders.number(sender)));
    }

    private long commonBoundary(int one, int other, long from, long to) {
        long moment = from;
        while (moment < to) {
            long later = Math.max(boundary(one, moment), boundary(other, moment));
            if (later == moment) {
                return moment;
            }
            moment = later;
        }
        return to;
    }

    /** Returns the first moment, from the given one, at which a stage's device is not in the middle of an op. */
    private long boundary(int stage, long moment) {
        List<Integer> row = orders.rows().get(stage);
        int low = 0;
        int high = row.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (orders.end(row.get(middle)) <= moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < row.size() && orders.start(row.get(low)) < moment ? orders.end(row.get(low)) : moment;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int stage = 0; stage < orders.stages(); stage++) {
            List<String> steps = new ArrayList<>();
            for (Event event : events) {
                if (event.stage() == stage || event.receiver() == stage) {
                    steps.add(step(stage, event));
                }
            }
            steps.add("ReduceTiedGrads,ReduceGrads,OptimizerStep");
            text.append("stage ")
                    .append(stage)
                    .append(": ")
                    .append(steps.stream().map(step -> "[" + step + "]").collect(Collectors.joining(" ")))
                    .append('\n');
        }
        return text.toString();
    }

    private String step(int stage, Event event) {
        String buffer = "(" + event.microBatch() + ")";
        boolean forward = event.kind() == OpKind.F;
        if (event.isMessage()) {
            return (event.stage() == stage ? "Send" : "Recv") + (forward ? "Act" : "Grad") + buffer;
        }
        boolean loads = forward && (stage == 0 || stage == orders.stages() - 1);
        return (loads ? "Load" + buffer + "," : "") + (forward ? "Fwd" : "Bwd") + buffer;
    }
}
