package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * What limited memory lets a device do before its first release and after its last taking.
 *
 * <p>Warm-up: until a release ends, everything taken is still held, so the jobs that take memory and begin before the
 * first release begins fit into the capacity together; jobs that follow a release cannot begin at all. Let T be the
 * least time of the first release's begin and E the most work that can begin before.
 *
 * <p>Drain: the taker that begins last, ending at some time e, is followed by its own first release no sooner than D
 * later. Whatever the compute stream does in between takes no memory, and if it releases some, that is held at e
 * beside what the last taker holds. Let R be the most work that fits so.
 *
 * <p>Work that begins neither in the warm-up nor in those D has to be done at another time, so with the load L of the
 * stream the makespan is at least T + D + (L − E − R) + least tail, provided that the takers do not all fit at once, so
 * that the last one begins after the first release, and that the release behind the last taker, which ends the D, is in
 * every schedule; the least tail is over the releases too then, as they need not be work of this stream. Otherwise it is
 * at least T + (L − E) + least tail. For a device's span, T counts from the begin of a taker, there is no tail, and D
 * counts only where releases run on the stream. On device 0 of a pipeline with room for K ≥ p
 * micro-batches this is load + (round trip − K·F) + (round trip of the others − (K − 1)·(I + W)), which ZB-H1 (arXiv 2401.10241)
 * attains at 1F1B's memory.
 */
public final class WarmUpAndDrainBound implements LowerBound {
    @Override
    public String name() {
        return "memory-limited warm-up and drain";
    }

    /** {@inheritDoc} Takes O(devices × size of the problem + buffers × ops on paths behind a taker) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        return computeBetween(0, Long.MAX_VALUE, analysis);
    }

    /** {@inheritDoc} Looks only at devices on which the known bound leaves something to prove, until one proves what is asked for. */
    @Override
    public Certificate computeBetween(long known, long asked, ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (problem.objective() instanceof Objective.PeakMemory) {
            return best;
        }
        for (int resource = 0; resource < problem.resources().size() && best.value() < asked; resource++) {
            Resource described = problem.resources().get(resource);
            if (described.kind() == ResourceKind.COMPUTE && described.devices().size() == 1) {
                int index = described.devices().get(0);
                Device device = problem.devices().get(index);
                long value = device.memoryLimit().isPresent()
                        ? new OneDevice(index, resource, analysis).boundAbove(Math.max(known, best.value()))
                        : 0;
                if (value > best.value()) {
                    best = Certificate.closedForm(value, name(), "device " + device.name());
                }
            }
        }
        return best;
    }

    /** The bound of one device with limited memory. */
    private static final class OneDevice {
        private final ProblemAnalysis analysis;
        private final int resource;
        private final boolean spanObjective;
        private final long capacity;
        private final List<BufferLives.Life> lives;
        private final Workload workload;
        /** What each op takes on the device, by op; 0 for those that are no takers. */
        private final long[] memoryTakenAt;

        private final List<Integer> takers = new ArrayList<>();
        private final List<Integer> releases = new ArrayList<>();
        private final boolean[] isRelease;

        OneDevice(int index, int resource, ProblemAnalysis analysis) {
            this.analysis = analysis;
            this.resource = resource;
            this.spanObjective = analysis.problem().objective() instanceof Objective.MaxDeviceSpan;
            this.capacity = analysis.problem().devices().get(index).bufferCapacity();
            this.lives = BufferLives.on(index, analysis);
            this.workload = Workload.of(resource, analysis);
            int ops = analysis.problem().ops().size();
            this.memoryTakenAt = new long[ops];
            this.isRelease = new boolean[ops];
            lives.forEach(life -> add(life.buffer()));
        }

        private void add(Buffer buffer) {
            if (memoryTakenAt[buffer.takenAt()] == 0) {
                takers.add(buffer.takenAt());
            }
            memoryTakenAt[buffer.takenAt()] += buffer.size();
            for (int release : buffer.releasedBy()) {
                if (!isRelease[release]) {
                    isRelease[release] = true;
                    releases.add(release);
                }
            }
        }

        /** Returns the bound if it is above a known one, else the bound or 0. */
        long boundAbove(long known) {
            if (releases.isEmpty()
                    || workload.jobs().isEmpty()
                    || capacity < 0
                    || (spanObjective && !takersRunHere())) {
                return 0;
            }
            long firstRelease = firstRelease();
            if (firstRelease + workload.total() + longestUntilRelease() + leastTail() <= known) {
                return 0;
            }
            long late = workload.total() - mostWorkBefore(firstRelease);
            if (late <= 0) {
                return 0;
            }
            long value = firstRelease + late + leastTail();
            long atDrain = firstRelease + late + leastTailBehindDrain();
            return endsAfterDrain() && atDrain + leastWait() > Math.max(known, value)
                    ? Math.max(value, atDrain + leastDrainIdle())
                    : value;
        }

        /** Whether what is bounded ends no sooner than a release behind the last of takers that do not fit at once. */
        private boolean endsAfterDrain() {
            return takersRunHere() && takersDoNotFitAtOnce() && (!spanObjective || allRunHere(releases));
        }

        private boolean takersRunHere() {
            return allRunHere(takers);
        }

        private boolean allRunHere(List<Integer> ops) {
            for (int op : ops) {
                for (Mode mode : analysis.problem().ops().get(op).modes()) {
                    if (!mode.resources().contains(resource)) {
                        return false;
                    }
                }
            }
            return true;
        }

        private boolean takersDoNotFitAtOnce() {
            long sum = 0;
            for (int taker : takers) {
                sum += memoryTakenAt[taker];
            }
            return sum > capacity;
        }

        private long firstRelease() {
            long first = Long.MAX_VALUE;
            if (spanObjective) {
                for (BufferLives.Life life : lives) {
                    first = Math.min(first, life.untilRelease());
                }
            } else {
                for (int release : releases) {
                    first = Math.min(first, analysis.head(release));
                }
            }
            return first;
        }

        /** D is not above this. */
        private long longestUntilRelease() {
            long longest = 0;
            for (BufferLives.Life life : lives) {
                longest = Math.max(longest, life.untilRelease());
            }
            return longest;
        }

        private long leastTail() {
            long least = spanObjective ? 0 : Long.MAX_VALUE;
            for (Workload.Job job : workload.jobs()) {
                least = Math.min(least, job.tail());
            }
            return least;
        }

        /** The release that ends the drain need not be work of this stream. */
        private long leastTailBehindDrain() {
            long least = leastTail();
            for (int release : releases) {
                least = Math.min(least, analysis.tail(release));
            }
            return least;
        }

        private long mostWorkBefore(long firstRelease) {
            boolean[] afterRelease = spanObjective ? afterRelease() : new boolean[0];
            long withoutMemory = 0;
            List<FractionalKnapsack.Item> takers = new ArrayList<>();
            for (Workload.Job job : workload.jobs()) {
                if (mayBeginBefore(firstRelease, job, afterRelease)) {
                    long memory = memoryTakenBy(job);
                    if (memory > 0) {
                        takers.add(new FractionalKnapsack.Item(job.work(), memory));
                    } else {
                        withoutMemory += job.work();
                    }
                }
            }
            return withoutMemory + FractionalKnapsack.mostWork(takers, capacity);
        }

        /** What is sure to follow a release has a later head than the first release, so that only a span asks for it. */
        private boolean mayBeginBefore(long firstRelease, Workload.Job job, boolean[] afterRelease) {
            for (int op : job.ops()) {
                if (spanObjective ? !afterRelease[op] : analysis.head(op) < firstRelease) {
                    return true;
                }
            }
            return false;
        }

        /** Marks the releases and whatever no schedule begins before one of them. */
        private boolean[] afterRelease() {
            boolean[] after = new boolean[analysis.problem().ops().size()];
            for (int position = 0; position < after.length; position++) {
                int op = analysis.opAt(position);
                after[op] = isRelease[op] || isSureToFollow(op, after);
            }
            return after;
        }

        private boolean isSureToFollow(int op, boolean[] marked) {
            SureLinks links = analysis.before();
            for (int link = links.first(op); link < links.end(op); link++) {
                boolean all = true;
                for (int index = links.firstNeighbour(link); index < links.endNeighbour(link); index++) {
                    all &= marked[links.op(index)];
                }
                if (all) {
                    return true;
                }
            }
            return false;
        }

        /** An alternative of a group may not be the one that takes memory. */
        private long memoryTakenBy(Workload.Job job) {
            return job.ops().size() == 1 ? memoryTakenAt[job.ops().get(0)] : 0;
        }

        /** The drain does not idle longer than this. */
        private long leastWait() {
            long least = Long.MAX_VALUE;
            for (BufferLives.Life life : lives) {
                least = Math.min(least, waitBehind(life));
            }
            return least;
        }

        private long waitBehind(BufferLives.Life life) {
            return life.released()
                    ? life.untilRelease() - analysis.shortest(life.buffer().takenAt())
                    : 0;
        }

        /** Returns the least of D − R over the takers that may be the last; D of a taker is the least over its buffers. */
        private long leastDrainIdle() {
            DrainWork drainWork = new DrainWork(workload, lives, analysis);
            long least = Long.MAX_VALUE;
            for (BufferLives.Life life : lives) {
                int taker = life.buffer().takenAt();
                least = Math.min(
                        least, waitBehind(life) - drainWork.mostBeside(taker, capacity - memoryTakenAt[taker]));
            }
            return Math.max(0, least);
        }
    }
}
