package org.takt.model.oplist;

import java.util.List;
import java.util.regex.Pattern;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;

/**
 * The op-lists that {@code torch.distributed.pipelining}'s {@code _PipelineScheduleRuntime._load_csv} executes, in
 * their compute-only form with the letters of torch 2.6 and later: one row per device in device order, in each row the
 * ops in the order in which they run, each as global stage, {@code F}, {@code B} (full backward), {@code I} (input
 * gradient) or {@code W} (weight gradient), and micro-batch, for example {@code 2F0}. There is no time in the
 * file, and without stated communication the runtime derives it.
 *
 * <p>What the runtime makes of a file, where one would not expect it (torch 2.13.0, {@code schedules.py} and
 * {@code stage.py}):
 * <ul>
 *   <li>It takes the placement of the stages from the file, and asks that every device hold one.
 *   <li>If the last stage runs its forwards in any other order than that of the micro-batches, gradients are silently
 *       wrong. So {@link #write} numbers the micro-batches in that order.
 *   <li>On stage 0, {@code I} does nothing and {@code W} does the whole backward.
 *   <li>The ops of an {@code OVERLAP_F_B} cell run one after the other as listed; what they send leaves after the last.
 * </ul>
 */
public final class PyTorchCsv {
    private PyTorchCsv() {}

    /** The two forms of the file, which the runtime is told ({@code format} of {@code _load_csv}). */
    public enum Form {
        /** Ops only; the runtime adds sends, receives and the reduction of gradients. */
        COMPUTE_ONLY("nothing or stage, F, B, I or W, micro-batch, such as 2F0"),
        /** Everything that the runtime is to do: also {@code SEND_F}, {@code RECV_F}, {@code SEND_B}, {@code RECV_B} and micro-batch, and {@code UNSHARD}, {@code RESHARD}, {@code REDUCE_GRAD}. */
        COMPUTE_COMMS(
                "stage, F, B, I, W, SEND_F, RECV_F, SEND_B or RECV_B, micro-batch, such as 2F0, or stage, UNSHARD,"
                        + " RESHARD or REDUCE_GRAD");

        private static final Pattern COMMUNICATION =
                Pattern.compile("[0-9](SEND_F|RECV_F|SEND_B|RECV_B|UNSHARD|RESHARD|REDUCE_GRAD)");

        private final String expected;

        Form(String expected) {
            this.expected = expected;
        }

        /** Returns the form of a file: with communication if any cell of it communicates. */
        public static Form of(String text) {
            return COMMUNICATION.matcher(text).find() ? COMPUTE_COMMS : COMPUTE_ONLY;
        }

        /** Returns what a cell may be, for messages. */
        String expected() {
            return expected;
        }
    }

    /**
     * A file and what its numbers mean.
     *
     * @param text the file: ASCII, lines that end with LF, no blank line
     * @param microBatches for each micro-batch number of the file the problem's micro-batch it stands for. Where all
     *     micro-batches cost the same it may be ignored; else feed the runtime its micro-batches in this order
     */
    public record Written(String text, List<Integer> microBatches) {
        public Written {
            microBatches = List.copyOf(microBatches);
        }
    }

    /**
     * Returns the file that makes the runtime execute a schedule. Micro-batches are numbered in the order in which the
     * last stage runs their forwards; input and weight gradients that follow each other stay two ops. O(n log n).
     *
     * @param schedule a schedule of the problem that the verifier accepts
     * @throws OpListException if the file cannot express it: several pipelines, segments, ops other than forwards,
     *     backwards and transfers, an op on several devices, a stage on two devices, a device without a stage, a
     *     micro-batch without a forward or a backward on some stage
     */
    public static Written write(Problem problem, Schedule schedule) {
        return write(problem, schedule, List.of());
    }

    /**
     * Returns what {@link #write(Problem, Schedule)} returns, with an {@code OVERLAP_F_B} cell for each of some pairs of
     * ops, forward first.
     *
     * @param pairs forwards and backwards that the runtime is to overlap, each op in one pair at most
     * @throws OpListException also if the two ops of a pair are not a forward and the full backward or input gradient
     *     that directly follows it on its device
     */
    public static Written write(Problem problem, Schedule schedule, List<OverlappedPair> pairs) {
        return write(problem, schedule, pairs, Form.COMPUTE_ONLY, FirstStage.AS_CUT);
    }

    /**
     * Returns what {@link #write(Problem, Schedule, List)} returns, in either form and with either treatment of the
     * first stage. Sends and receives stand where the runtime itself would put them.
     *
     * @throws OpListException also if pairs make cells wait for each other for ever, or a pair is of a backward that is
     *     not written
     */
    public static Written write(
            Problem problem, Schedule schedule, List<OverlappedPair> pairs, Form form, FirstStage firstStage) {
        return new PyTorchCsvWriter(problem, schedule, pairs, firstStage).write(form);
    }

    /** How cut backwards of stage 0 are written, whose weight gradient the runtime computes with its input gradient. */
    public enum FirstStage {
        /** As {@code I} and {@code W}; the former does nothing, the latter everything. */
        AS_CUT,
        /** As {@code B} in the place of the input gradient. */
        FULL_AT_INPUT_GRADIENT,
        /** As {@code B} in the place of the weight gradient, which is when the runtime would compute it anyway. */
        FULL_AT_WEIGHT_GRADIENT
    }

    /**
     * Returns the modes and the order of each compute stream that a compute-only file gives the problem's ops. Blank
     * cells mean nothing. Optional ops that the file does not list are absent, transfers are present in their only mode
     * and stand in no order. Whether single ops wait for each other in a circle is for timing to find out.
     *
     * @throws OpListException with all problems found: rows other than one per device, a malformed cell, an op that the
     *     problem does not have, has on another device or must have once, a broken presence rule, forwards of the last
     *     stage out of order, {@code OVERLAP_F_B} cells that wait for each other or for themselves, or a problem that no
     *     file can express
     */
    public static DeviceOrders read(String text, Problem problem) {
        return read(text, problem, List.of());
    }

    /**
     * Returns what {@link #read(String, Problem)} returns for a file that numbers the micro-batches in another way.
     *
     * @param microBatches for each micro-batch number of the file the problem's micro-batch, as in {@link Written}
     * @throws IllegalArgumentException if {@code microBatches} is not a permutation of the problem's micro-batches
     */
    public static DeviceOrders read(String text, Problem problem, List<Integer> microBatches) {
        return read(text, problem, microBatches, Form.COMPUTE_ONLY);
    }

    /**
     * Returns what {@link #read(String, Problem, List)} returns for a file of either form. The communication that a file
     * states is checked and otherwise left aside.
     *
     * @throws OpListException also if communication is missing, misplaced or out of order, or deadlocks
     */
    public static DeviceOrders read(String text, Problem problem, List<Integer> microBatches, Form form) {
        return new PyTorchCsvReader(problem, microBatches, form).read(text);
    }
}
