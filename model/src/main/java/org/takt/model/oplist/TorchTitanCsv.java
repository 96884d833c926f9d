package org.takt.model.oplist;

import java.util.List;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;

/**
 * A {@link PyTorchCsv} file for torchtitan's {@code parallelism.pipeline_parallel_schedule_csv}. It executes the file on
 * PyTorch's runtime, but takes the placement from the class named by {@code pipeline_parallel_schedule}: a loop, or for
 * {@code ZBVZeroBubble} a V of two stages on each device.
 *
 * @param run the file and what PyTorch's runtime makes of it
 * @param scheduleClass the class to name
 * @param devices {@code pipeline_parallel_degree}
 */
public record TorchTitanCsv(PyTorchRun run, String scheduleClass, int devices) {
    /**
     * Returns the file of a schedule.
     *
     * @throws OpListException if the placement is neither, or PyTorch's file cannot express the schedule
     */
    public static TorchTitanCsv of(Problem problem, Schedule schedule, List<OverlappedPair> pairs) {
        ChainOrders orders = new ChainOrders(problem, schedule, "torchtitan");
        if (!orders.isLoop() && !orders.isV()) {
            throw new OpListException(
                    "torchtitan places stages in a loop, with as many on each device, or in a V of two"
                            + " on each device; the schedule places them otherwise.");
        }
        String scheduleClass = !orders.isLoop() ? "ZBVZeroBubble" : orders.chunks() == 1 ? "1F1B" : "Interleaved1F1B";
        return new TorchTitanCsv(
                PyTorchRun.of(problem, schedule, pairs, PyTorchCsv.Form.COMPUTE_ONLY),
                scheduleClass,
                orders.rows().size());
    }
}
