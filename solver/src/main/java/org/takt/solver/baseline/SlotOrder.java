package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.takt.model.schedule.DeviceOrders;

/**
 * The order that Chimera, BitPipe and Hanayo share. In slots of equal length the j-th micro-batch of a unit enters its
 * pipeline at slot 2·j, goes one stage further in each slot, turns at the last stage and comes one stage back in each
 * slot. With stages that go down and up the devices, and in the mirrored pipeline the other way, no two ops of a unit
 * meet on a device: those of one pipeline that go the same way have slots of one parity, those that go the other way of
 * the other. The next unit follows after as many slots as a device works for one unit, so that its first forwards fill
 * the idle slots at the end of the unit before. Each device runs its ops in the order of their slots; since slots grow
 * along every dependency, the orders never wait for each other, whatever the costs.
 */
final class SlotOrder {
    private final PipelineShape shape;
    private final int unit;
    private final int forwardsPerSlot;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * Prepares the order.
     *
     * @param unit micro-batches of each pipeline in a unit
     * @param forwardsPerSlot how many micro-batches a pipeline forwards in one slot; 2 is Chimera's forward doubling
     */
    SlotOrder(PipelineShape shape, int unit, int forwardsPerSlot) {
        this.shape = shape;
        this.unit = unit;
        this.forwardsPerSlot = forwardsPerSlot;
    }

    private record Entry(long slot, boolean forward, int pipeline, int stage, int microBatch) {}

    /** Returns the orders in which every device runs its ops by slot. */
    DeviceOrders bySlot() {
        enterAll();
        OrderSheet sheet = new OrderSheet(shape);
        entries.forEach(entry -> append(sheet, entry));
        return sheet.toOrders();
    }

    private void enterAll() {
        for (int pipeline = 0; pipeline < shape.pipelines(); pipeline++) {
            List<Integer> microBatches = shape.microBatchesOf(pipeline);
            for (int index = 0; index < microBatches.size(); index++) {
                enter(pipeline, index, microBatches.get(index));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::slot));
    }

    private static void append(OrderSheet sheet, Entry entry) {
        if (entry.forward()) {
            sheet.forward(entry.pipeline(), entry.stage(), entry.microBatch());
        } else {
            sheet.wholeBackward(entry.pipeline(), entry.stage(), entry.microBatch());
        }
    }

    private void enter(int pipeline, int index, int microBatch) {
        int stages = shape.stages();
        long stagesPerDevice = (long) shape.pipelines() * stages / shape.devices();
        long begin = (index / unit) * stagesPerDevice * (unit / forwardsPerSlot + unit);
        int inUnit = index % unit;
        for (int stage = 0; stage < stages; stage++) {
            long forward = begin + stage + 2L * (inUnit / forwardsPerSlot);
            long backward = begin + stages + (stages - 1 - stage) + 2L * inUnit;
            entries.add(new Entry(forward, true, pipeline, stage, microBatch));
            entries.add(new Entry(backward, false, pipeline, stage, microBatch));
        }
    }
}
