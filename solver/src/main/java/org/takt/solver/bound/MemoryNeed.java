package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/**
 * How much memory each device needs at least, whatever the schedule: its constant part and the most that one
 * micro-batch alone must hold at once. While an op runs, it holds what it takes, and what was taken by an op that is sure to
 * run before it and is released by nothing but itself or ops that are sure to run after it. Micro-batches
 * are looked at one by one, because a schedule may always run them one after the other as far as this need knows; of those
 * that repeat each other ({@link Replicas}) at the first only.
 * The largest need over devices bounds PEAK_MEMORY; a need beyond a limit proves that there is no schedule.
 */
public final class MemoryNeed implements LowerBound {
    /** What its certificates are named after. */
    public static final String NAME = "memory need";

    @Override
    public String name() {
        return NAME;
    }

    /** {@inheritDoc} Takes O(size of the problem + buffers × ops of a micro-batch) time, the buffers of equal micro-batches counted once. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (analysis.problem().objective() instanceof Objective.PeakMemory) {
            long[] needs = perDevice(analysis);
            for (int device = 0; device < needs.length; device++) {
                if (needs[device] > best.value()) {
                    String name = analysis.problem().devices().get(device).name();
                    best = Certificate.closedForm(needs[device], name(), "device " + name);
                }
            }
        }
        return best;
    }

    /**
     * A device whose limit is below its need, both in units of memory.
     *
     * @param device the device's name
     */
    public record Shortage(String device, long need, long limit) {
        /** Returns a full sentence in which the units have a name. */
        public String sentence(String unit) {
            return "Device " + device + " needs at least " + need + " " + unit + ", but its limit is " + limit + ".";
        }
    }

    /** Returns every device whose limit is below its need, for each of which there is no schedule. */
    public static List<Shortage> shortages(ProblemAnalysis analysis) {
        long[] needs = perDevice(analysis);
        List<Shortage> shortages = new ArrayList<>();
        for (int index = 0; index < needs.length; index++) {
            Device device = analysis.problem().devices().get(index);
            if (device.memoryLimit().isPresent()
                    && needs[index] > device.memoryLimit().getAsLong()) {
                shortages.add(new Shortage(
                        device.name(), needs[index], device.memoryLimit().getAsLong()));
            }
        }
        return shortages;
    }

    /** Returns the need of each device, memory units, constant part included. */
    static long[] perDevice(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        long[] needs = constantMemory(problem);
        SurePaths paths = new SurePaths(analysis);
        sureBuffers(analysis).forEach((microBatch, buffers) -> {
            if (!isReplica(buffers, analysis)) {
                raise(needs, takers(microBatch, buffers, paths, analysis), analysis);
            }
        });
        return needs;
    }

    /** Returns the indices of the buffers that every schedule has, by micro-batch. */
    private static Map<Integer, List<Integer>> sureBuffers(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Map<Integer, List<Integer>> byMicroBatch = new HashMap<>();
        for (int index = 0; index < problem.buffers().size(); index++) {
            Buffer buffer = problem.buffers().get(index);
            if (BufferLives.isSure(buffer, analysis)) {
                byMicroBatch
                        .computeIfAbsent(problem.ops().get(buffer.takenAt()).microBatch(), key -> new ArrayList<>())
                        .add(index);
            }
        }
        return byMicroBatch;
    }

    /** Whether all buffers have counterparts in parts that are looked at. */
    private static boolean isReplica(List<Integer> buffers, ProblemAnalysis analysis) {
        Replicas replicas = analysis.replicas();
        return buffers.stream().allMatch(buffer -> replicas.originalBuffer(buffer) != buffer);
    }

    private static long[] constantMemory(Problem problem) {
        return problem.devices().stream().mapToLong(Device::constantMemory).toArray();
    }

    private static void raise(long[] needs, Collection<Taker> takers, ProblemAnalysis analysis) {
        for (Taker taker : takers) {
            long[] held = constantMemory(analysis.problem());
            for (Taker earlier : takers) {
                if (earlier.isNoLaterThan(taker)) {
                    earlier.addWhatIsHeldAtStartOf(taker, held, analysis.presence());
                }
            }
            Arrays.setAll(needs, device -> Math.max(needs[device], held[device]));
        }
    }

    private static Collection<Taker> takers(
            int microBatch, List<Integer> buffers, SurePaths paths, ProblemAnalysis analysis) {
        Map<Integer, Taker> takers = new LinkedHashMap<>();
        for (int index : buffers) {
            Buffer buffer = analysis.problem().buffers().get(index);
            takers.computeIfAbsent(buffer.takenAt(), op -> taker(op, microBatch, paths, analysis))
                    .buffers()
                    .add(buffer);
        }
        return takers.values();
    }

    private static Taker taker(int op, int microBatch, SurePaths paths, ProblemAnalysis analysis) {
        paths.search(op, next -> analysis.problem().ops().get(next).microBatch() == microBatch);
        Map<Integer, Long> leastEnds = new HashMap<>();
        leastEnds.put(op, analysis.shortest(op));
        for (int next : paths.reached()) {
            leastEnds.put(next, analysis.shortest(op) + paths.delay(next) + analysis.shortest(next));
        }
        return new Taker(op, leastEnds, new ArrayList<>());
    }

    /**
     * An op that takes buffers.
     *
     * @param op the op
     * @param leastEnds least time from its start to the end of itself and of each op that is sure to run after it, ticks
     * @param buffers the buffers it takes
     */
    private record Taker(int op, Map<Integer, Long> leastEnds, List<Buffer> buffers) {
        boolean isNoLaterThan(Taker other) {
            return leastEnds.containsKey(other.op);
        }

        /** What is released, or the schedule itself, may end at the very instant the other op starts: then it is not held. */
        void addWhatIsHeldAtStartOf(Taker other, long[] held, SurePresence presence) {
            for (Buffer buffer : buffers) {
                boolean isReleased = !presence.sureSets(buffer.releasedBy(), buffer.takenAt())
                        .isEmpty();
                if ((isReleased || other.leastEnds.getOrDefault(other.op, 0L) > 0)
                        && buffer.releasedBy().stream()
                                .allMatch(release -> other.leastEnds.getOrDefault(release, 0L) > 0)) {
                    held[buffer.device()] += buffer.size();
                }
            }
        }
    }
}
