package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * What a device can do before its first release of memory. Until a release ends, everything taken is still held, so the
 * jobs that take memory and begin before the first release begins fit into the capacity together; jobs that follow a release cannot
 * begin at all. With T the least time of the first release's begin, L the load of the device's compute stream and
 * E the most work that can begin before T, the stream does at least L − E after T: makespan ≥ T + L − E + least tail.
 * With 1F1B's memory on device 0 of a pipeline this is round trip + load − p forwards.
 * For a device's span, T is the least time between the begin of a taker and its release.
 *
 * <p>E adds jobs without memory in full, and of those with memory the smaller of two relaxations of the knapsack: as
 * many as fit if each were the smallest, counted with the largest work; and the best by work per memory, the last of
 * them in part.
 */
public final class MemoryWarmUpBound implements LowerBound {
    @Override
    public String name() {
        return "memory-limited warm-up";
    }

    /** {@inheritDoc} Takes O(devices × size of the problem + buffers × ops on paths behind a taker) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (problem.objective() instanceof Objective.PeakMemory) {
            return best;
        }
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            Resource described = problem.resources().get(resource);
            if (described.kind() == ResourceKind.COMPUTE && described.devices().size() == 1) {
                int device = described.devices().get(0);
                long value = new WarmUp(device, resource, analysis).bound();
                if (value > best.value()) {
                    best = Certificate.closedForm(
                            value,
                            name(),
                            "device " + problem.devices().get(device).name());
                }
            }
        }
        return best;
    }

    /** The warm-up of one device. */
    private static final class WarmUp {
        private final ProblemAnalysis analysis;
        private final int resource;
        private final boolean spanObjective;
        private final long capacity;
        private final List<BufferLives.Life> lives;
        private final Workload workload;
        private final Map<Integer, Long> memoryTakenAt = new HashMap<>();
        private final Set<Integer> releases = new HashSet<>();

        WarmUp(int index, int resource, ProblemAnalysis analysis) {
            this.analysis = analysis;
            this.resource = resource;
            this.spanObjective = analysis.problem().objective() instanceof Objective.MaxDeviceSpan;
            Device device = analysis.problem().devices().get(index);
            this.capacity = device.bufferCapacity();
            this.lives = device.memoryLimit().isPresent() ? BufferLives.on(index, analysis) : List.of();
            this.workload = Workload.of(resource, analysis);
            for (BufferLives.Life life : lives) {
                memoryTakenAt.merge(life.buffer().takenAt(), life.buffer().size(), Long::sum);
                releases.addAll(life.buffer().releasedBy());
            }
        }

        long bound() {
            if (releases.isEmpty() || capacity < 0 || (spanObjective && !takersRunHere())) {
                return 0;
            }
            long firstRelease = firstRelease();
            long late = workload.total() - mostWorkBefore(firstRelease);
            return late <= 0 ? 0 : firstRelease + late + (spanObjective ? 0 : leastTail());
        }

        private boolean takersRunHere() {
            return memoryTakenAt.keySet().stream().allMatch(op -> analysis.problem().ops().get(op).modes().stream()
                    .allMatch(mode -> mode.resources().contains(resource)));
        }

        private long firstRelease() {
            return spanObjective
                    ? lives.stream()
                            .mapToLong(BufferLives.Life::untilRelease)
                            .min()
                            .orElseThrow()
                    : releases.stream().mapToLong(analysis::head).min().orElseThrow();
        }

        private long leastTail() {
            return workload.jobs().stream().mapToLong(Workload.Job::tail).min().orElseThrow();
        }

        private long mostWorkBefore(long firstRelease) {
            boolean[] afterRelease = afterRelease();
            long withoutMemory = 0;
            List<Taker> takers = new ArrayList<>();
            for (Workload.Job job : workload.jobs()) {
                if (mayBeginBefore(firstRelease, job, afterRelease)) {
                    long memory = memoryTakenBy(job);
                    if (memory > 0) {
                        takers.add(new Taker(job.work(), memory));
                    } else {
                        withoutMemory += job.work();
                    }
                }
            }
            return withoutMemory + mostWork(takers, capacity);
        }

        private boolean mayBeginBefore(long firstRelease, Workload.Job job, boolean[] afterRelease) {
            return job.ops().stream()
                    .anyMatch(op -> !afterRelease[op] && (spanObjective || analysis.head(op) < firstRelease));
        }

        /** Marks the releases and whatever no schedule begins before one of them. */
        private boolean[] afterRelease() {
            boolean[] after = new boolean[analysis.problem().ops().size()];
            for (int op : analysis.topologicalOrder()) {
                after[op] = releases.contains(op)
                        || analysis.before().of(op).stream().anyMatch(link -> allMarked(link, after));
            }
            return after;
        }

        private static boolean allMarked(SureLinks.Link link, boolean[] marked) {
            for (int index = 0; index < link.size(); index++) {
                if (!marked[link.neighbour(index)]) {
                    return false;
                }
            }
            return true;
        }

        /** An alternative of a group may not be the one that takes memory. */
        private long memoryTakenBy(Workload.Job job) {
            return job.ops().size() == 1 ? memoryTakenAt.getOrDefault(job.ops().get(0), 0L) : 0;
        }
    }

    private record Taker(long work, long memory) {}

    private static long mostWork(List<Taker> takers, long capacity) {
        return Math.min(byCount(takers, capacity), byDensity(takers, capacity));
    }

    private static long byCount(List<Taker> takers, long capacity) {
        long[] memory = takers.stream().mapToLong(Taker::memory).sorted().toArray();
        long[] work = takers.stream().mapToLong(taker -> -taker.work()).sorted().toArray();
        long left = capacity;
        long most = 0;
        for (int index = 0; index < memory.length && memory[index] <= left; index++) {
            left -= memory[index];
            most -= work[index];
        }
        return most;
    }

    private static long byDensity(List<Taker> takers, long capacity) {
        List<Taker> densest = new ArrayList<>(takers);
        densest.sort(Comparator.comparingDouble(taker -> -(double) taker.work() / taker.memory()));
        long left = capacity;
        long most = 0;
        for (Taker taker : densest) {
            if (taker.memory() > left) {
                return most + (long) Math.ceil((double) taker.work() * left / taker.memory()) + 1;
            }
            left -= taker.memory();
            most += taker.work();
        }
        return most;
    }
}
