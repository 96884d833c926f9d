package org.takt.solver.bound;

import java.util.List;

/**
 * The stages that micro-batches go through on their way there and back, as {@link MeetingOrders} counts them: all of a pipeline, or some of
 * them, between which others pass without waiting.
 *
 * @param stages those from the one where micro-batches enter and which they leave last, in order; at least one
 * @param devices those that the stages are on
 * @param turn ticks from the start of the op on the way there at the last of them to that of the op on the way back
 * @param pause from the start of the last op of a micro-batch to the entry of the first that waits for it, ticks, at least the op's
 *     duration
 */
record MeetingPath(List<Stage> stages, List<Device> devices, long turn, long pause) {
    /**
     * What stages share.
     *
     * @param capacity memory, the largest number where nothing limits it
     * @param behind how many ticks behind the start of the last op of all its work has to be done; the largest number where it may
     *     take longer
     */
    record Device(long capacity, long behind) {}

    /**
     * What a micro-batch does at a stage.
     *
     * @param thereTime ticks that the op on the way there takes
     * @param backTime ticks that the op on the way back takes
     * @param onward ticks from the start of the op on the way there to that at the next of the stages; 0 for the last one
     * @param backward ticks from the start of the op on the way back at the next of the stages to that at this one; 0 for the
     *     last one
     * @param room how many micro-batches may have begun the op on the way there without having ended the one on the way back, at
     *     least 1
     * @param size what each of these holds at least
     * @param weightTime ticks that the device works some time behind the op on the way back, with interruptions
     * @param kept what of the size is held until that is done
     * @param device the place of the device among those of the path
     */
    record Stage(
            long thereTime,
            long backTime,
            long onward,
            long backward,
            int room,
            long size,
            long weightTime,
            long kept,
            int device) {}
}
