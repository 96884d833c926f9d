package org.takt.model.expansion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segment;

/** The segments of every micro-batch. Equal micro-batches are cut once. */
public final class SegmentMap {
    private final List<List<Segment>> segments;

    private SegmentMap(List<List<Segment>> segments) {
        this.segments = segments;
    }

    /** Returns the segments that the instance's micro-batches mean. */
    public static SegmentMap of(Instance instance) {
        CostCurve cost = instance.cost();
        Map<MicroBatch, List<Segment>> known = new HashMap<>();
        List<List<Segment>> segments = new ArrayList<>(instance.microBatches().size());
        for (MicroBatch microBatch : instance.microBatches()) {
            segments.add(known.computeIfAbsent(microBatch, one -> List.copyOf(one.segments(cost))));
        }
        return new SegmentMap(segments);
    }

    /** Returns the number of segments of each micro-batch. */
    int[] counts() {
        return segments.stream().mapToInt(List::size).toArray();
    }

    /** Returns the segments of a micro-batch, first to last. */
    public List<Segment> of(int microBatch) {
        return segments.get(microBatch);
    }

    Segment of(int microBatch, int segment) {
        return segments.get(microBatch).get(segment);
    }
}
