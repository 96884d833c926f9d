package org.takt.solver.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CumulativeConstraint;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.takt.model.problem.Device;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.KernelTiming;
import org.takt.solver.kernel.MicroBatchPattern;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.kernel.MicroBatchPattern.LaneBuffer;
import org.takt.solver.kernel.MicroBatchPattern.Link;
import org.takt.solver.kernel.PatternPaths;

/**
 * The cyclic model: copies 0 … q of the unit, copy c a variable period times c later than the first. A unit may last at
 * most q periods, so whatever is under way at an instant of the steady state belongs to q units in a row, and what holds
 * among the copies holds for ever: resources, memory and micro-batch order.
 */
final class KernelModel {
    /** Coarse ticks in the longest op. */
    private static final long RESOLUTION = 200;

    private final CpModel model = new CpModel();
    private final Kernel kernel;
    private final MicroBatchPattern pattern;
    private final long tick;
    private final int copies;
    private final IntVar period;
    private final List<List<IntVar>> starts = new ArrayList<>();

    KernelModel(KernelRequest request) {
        kernel = request.start();
        pattern = kernel.pattern();
        tick = Math.max(1, longest() / RESOLUTION);
        Kernel coarse = coarse();
        long period0 = coarse.period();
        long length0 = length(coarse);
        long least = Math.max(1, Math.min(period0, request.leastPeriod() / tick));
        long longestUnit = length0 + length0 / 4;
        copies = (int) ((longestUnit + least - 1) / least) + 1;
        period = model.newIntVar(least, period0, "period");
        IntVar length = model.newIntVar(0, longestUnit, "length");
        addStarts(longestUnit, period0);
        addLinks();
        addOrder();
        addResources();
        addMemory();
        addMemoryOrder();
        for (int lane = 0; lane < starts.size(); lane++) {
            for (IntVar start :
                    starts.get(lane).subList(0, pattern.lanes().get(lane).perUnit())) {
                model.addGreaterOrEqual(
                        length, LinearExpr.newBuilder().add(start).add(duration(lane)));
            }
        }
        model.addLessOrEqual(length, LinearExpr.term(period, copies - 1));
        model.minimize(LinearExpr.newBuilder().add(length).addTerm(period, request.units() - 1L));
        hint(coarse, length);
    }

    CpModel model() {
        return model;
    }

    IntVar period() {
        return period;
    }

    IntVar start(int lane, int rank) {
        return starts.get(lane).get(rank);
    }

    /** Returns the ticks of the problem in one of the model's. */
    long tick() {
        return tick;
    }

    private long longest() {
        return pattern.lanes().stream().mapToLong(Lane::duration).max().orElse(1);
    }

    private long duration(int lane) {
        return roundUp(pattern.lanes().get(lane).duration());
    }

    private long roundUp(long ticks) {
        return (ticks + tick - 1) / tick;
    }

    /** Returns the given kernel in coarse ticks: the same orders, timed again. */
    private Kernel coarse() {
        return new KernelTiming(kernel, lane -> duration(lane), link -> roundUp(link.lag())).tighten();
    }

    /** Returns the time from 0 to the last end of a unit, coarse ticks. */
    private long length(Kernel coarse) {
        long end = 0;
        for (int lane = 0; lane < pattern.lanes().size(); lane++) {
            for (long start : coarse.starts().get(lane)) {
                end = Math.max(end, start + duration(lane));
            }
        }
        return end;
    }

    private void addStarts(long longestUnit, long longestPeriod) {
        for (Lane lane : pattern.lanes()) {
            List<IntVar> ofLane = new ArrayList<>();
            for (int rank = 0; rank < lane.perUnit(); rank++) {
                ofLane.add(model.newIntVar(0, longestUnit, ""));
            }
            for (int copy = 1; copy < copies; copy++) {
                for (int rank = 0; rank < lane.perUnit(); rank++) {
                    IntVar later = model.newIntVar(0, longestUnit + copy * longestPeriod, "");
                    model.addEquality(
                            later, LinearExpr.newBuilder().add(ofLane.get(rank)).addTerm(period, copy));
                    ofLane.add(later);
                }
            }
            starts.add(ofLane);
        }
    }

    private void addLinks() {
        for (Link link : pattern.links()) {
            long distance = duration(link.before()) + roundUp(link.lag());
            for (int rank = 0; rank < pattern.lanes().get(link.before()).perUnit(); rank++) {
                model.addGreaterOrEqual(
                        starts.get(link.after()).get(rank),
                        LinearExpr.affine(starts.get(link.before()).get(rank), 1, distance));
            }
        }
    }

    /** Micro-batches of one class may swap, so they may as well run in order in every lane. */
    private void addOrder() {
        for (int lane = 0; lane < starts.size(); lane++) {
            for (int rank = 1; rank <= pattern.lanes().get(lane).perUnit(); rank++) {
                model.addGreaterOrEqual(
                        starts.get(lane).get(rank), starts.get(lane).get(rank - 1));
            }
        }
    }

    private void addResources() {
        Map<Integer, List<IntervalVar>> runs = new TreeMap<>();
        for (int lane = 0; lane < starts.size(); lane++) {
            List<Integer> resources = pattern.lanes().get(lane).resources();
            if (!resources.isEmpty()) {
                for (IntVar start : starts.get(lane)) {
                    IntervalVar run = model.newFixedSizeIntervalVar(start, duration(lane), "");
                    resources.forEach(resource -> runs.computeIfAbsent(resource, key -> new ArrayList<>())
                            .add(run));
                }
            }
        }
        runs.values().forEach(model::addNoOverlap);
    }

    private void addMemory() {
        for (int device = 0; device < pattern.problem().devices().size(); device++) {
            List<LaneBuffer> buffers = limitedBuffers(device);
            if (!buffers.isEmpty()) {
                addMemory(pattern.problem().devices().get(device), buffers);
            }
        }
    }

    private List<LaneBuffer> limitedBuffers(int device) {
        return pattern.problem().devices().get(device).memoryLimit().isEmpty()
                ? List.of()
                : pattern.buffers().stream()
                        .filter(buffer -> buffer.device() == device)
                        .toList();
    }

    private void addMemory(Device device, List<LaneBuffer> buffers) {
        long unit = 0;
        for (LaneBuffer buffer : buffers) {
            unit = Divisors.common(unit, buffer.size());
        }
        CumulativeConstraint memory = model.addCumulative(device.bufferCapacity() / unit);
        for (LaneBuffer buffer : buffers) {
            for (int position = 0; position < starts.get(buffer.takenAt()).size(); position++) {
                memory.addDemand(life(buffer, position), buffer.size() / unit);
            }
        }
    }

    private IntervalVar life(LaneBuffer buffer, int position) {
        IntVar taken = starts.get(buffer.takenAt()).get(position);
        IntVar size = model.newIntVar(0, Integer.MAX_VALUE, "");
        if (buffer.releasedBy().size() == 1) {
            int lane = buffer.releasedBy().get(0);
            IntVar release = starts.get(lane).get(position);
            return model.newIntervalVar(taken, size, LinearExpr.affine(release, 1, duration(lane)), "");
        }
        IntVar end = model.newIntVar(0, Integer.MAX_VALUE, "");
        for (int lane : buffer.releasedBy()) {
            IntVar release = starts.get(lane).get(position);
            model.addGreaterOrEqual(end, LinearExpr.affine(release, 1, duration(lane)));
        }
        return model.newIntervalVar(taken, size, end, "");
    }

    /**
     * Redundant, for propagation: where K micro-batches at most can hold what a lane takes and another has not returned,
     * the (j+K)-th take follows the j-th return.
     */
    private void addMemoryOrder() {
        Map<List<Integer>, Long> held = new HashMap<>();
        for (LaneBuffer buffer : pattern.buffers()) {
            for (int release : buffer.releasedBy()) {
                held.put(List.of(buffer.device(), buffer.takenAt(), release), 0L);
            }
        }
        PatternPaths paths = new PatternPaths(pattern);
        for (Map.Entry<List<Integer>, Long> entry : held.entrySet()) {
            int device = entry.getKey().get(0);
            int release = entry.getKey().get(2);
            long[] behindRelease = paths.from(release);
            long size = 0;
            for (LaneBuffer buffer : pattern.buffers()) {
                if (buffer.device() == device
                        && buffer.takenAt() == entry.getKey().get(1)
                        && buffer.releasedBy().stream().anyMatch(lane -> behindRelease[lane] != PatternPaths.NONE)) {
                    size += buffer.size();
                }
            }
            long most = pattern.problem().devices().get(device).bufferCapacity() / size;
            List<IntVar> takes = starts.get(entry.getKey().get(1));
            for (long position = most; position < takes.size(); position++) {
                IntVar returned = starts.get(release).get((int) (position - most));
                model.addGreaterOrEqual(takes.get((int) position), LinearExpr.affine(returned, 1, duration(release)));
            }
        }
    }

    private void hint(Kernel coarse, IntVar length) {
        model.addHint(period, coarse.period());
        model.addHint(length, length(coarse));
        for (int lane = 0; lane < starts.size(); lane++) {
            int perUnit = pattern.lanes().get(lane).perUnit();
            for (int position = 0; position < starts.get(lane).size(); position++) {
                long start = coarse.starts().get(lane).get(position % perUnit) + position / perUnit * coarse.period();
                model.addHint(starts.get(lane).get(position), start);
            }
        }
    }
}
