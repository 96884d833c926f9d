package org.takt.solver.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;

/**
 * Depth-first search over start times for given modes, keeping the best schedule over several calls. Places ops in
 * order of start time, those of no duration first, ties in topological order, so that each schedule is met once.
 *
 * <p>Which start times matter. Among the optimal schedules take one with the least sum of starts. Let s &gt; 0 be the
 * start of some of its ops, and suppose that no op that starts before s ends at s, or ends a lag before s. Then all ops
 * that start at s could start at s − 1: earlier ops that end by s end by s − 1, and nothing is returned at s except by
 * ops of no duration that move along. Neither the makespan nor any peak grows, so the sum was not least. Hence every
 * start is 0, or the end of an earlier op, or that plus one of its lags. Only for MAX_DEVICE_SPAN may the move make the
 * objective worse, and only if an op at s is the first of a device: so there, every time is tried until all devices
 * have started, up to the time at which everything would stand still. The same argument, moving all ops from s on, shows
 * that {@link Problem#horizon()} suffices.
 */
final class StartSearch {
    private final Problem problem;
    private final Objective objective;
    private final long maxNodes;
    private final int ops;
    private final int[] topological;
    private final int[] rank;
    private final List<List<Precedence>> incoming = new ArrayList<>();
    private final List<List<Precedence>> outgoing = new ArrayList<>();

    private long nodes;
    private long bestValue = Long.MAX_VALUE;
    private Optional<Schedule> best = Optional.empty();

    private int[] modes = {};
    private long[] starts = {};
    private boolean[] placed = {};
    private List<Buffer> buffers = List.of();

    StartSearch(Problem problem, long maxNodes) {
        this.problem = problem;
        this.objective = problem.objective();
        this.maxNodes = maxNodes;
        this.ops = problem.ops().size();
        for (int op = 0; op < ops; op++) {
            incoming.add(new ArrayList<>());
            outgoing.add(new ArrayList<>());
        }
        for (Precedence precedence : problem.precedences()) {
            incoming.get(precedence.after()).add(precedence);
            outgoing.get(precedence.before()).add(precedence);
        }
        topological = topologicalOrder();
        rank = new int[ops];
        for (int position = 0; position < ops; position++) {
            rank[topological[position]] = position;
        }
    }

    Optional<Schedule> best() {
        return best;
    }

    /** Looks for a schedule with these modes that is better than the best so far. */
    void improve(int[] chosenModes) {
        modes = chosenModes;
        starts = new long[ops];
        placed = new boolean[ops];
        buffers = problem.buffers().stream().filter(this::exists).toList();
        place(0, 0, -1);
    }

    private boolean exists(Buffer buffer) {
        return isPresent(buffer.takenAt())
                && buffer.conditions().stream().allMatch(condition -> condition.holdsIn(modes[condition.op()]));
    }

    private int[] topologicalOrder() {
        int[] order = new int[ops];
        boolean[] listed = new boolean[ops];
        for (int position = 0; position < ops; position++) {
            for (int op = 0; op < ops; op++) {
                if (!listed[op] && incoming.get(op).stream().allMatch(precedence -> listed[precedence.before()])) {
                    listed[op] = true;
                    order[position] = op;
                    break;
                }
            }
        }
        return order;
    }

    /** Extends the partial schedule by every op that may come next, at every start that may matter. */
    private void place(int count, long now, int last) {
        if (++nodes > maxNodes) {
            throw new BruteForce.SearchTooLongException(maxNodes);
        }
        if (optimisticValue(now) >= bestValue) {
            return;
        }
        boolean complete = true;
        for (int op = 0; op < ops; op++) {
            complete &= placed[op] || !isPresent(op);
        }
        if (complete) {
            if (memoryFitsAt(now)) {
                bestValue = optimisticValue(now);
                best = Optional.of(new Schedule(starts, modes));
            }
            return;
        }
        for (long start : candidateStarts(count, now)) {
            if (start > now && !memoryFitsAt(now)) {
                return;
            }
            for (int op : topological) {
                if (isPresent(op) && !placed[op] && (last < 0 || comesAfter(op, start, last, now)) && fits(op, start)) {
                    placed[op] = true;
                    starts[op] = start;
                    place(count + 1, start, op);
                    placed[op] = false;
                }
            }
        }
    }

    private boolean comesAfter(int op, long start, int last, long now) {
        if (start != now) {
            return start > now;
        }
        boolean takesTime = duration(op) > 0;
        boolean lastTookTime = duration(last) > 0;
        return takesTime == lastTookTime ? rank[op] > rank[last] : takesTime;
    }

    private Iterable<Long> candidateStarts(int count, long now) {
        TreeSet<Long> candidates = new TreeSet<>();
        if (count == 0) {
            candidates.add(0L);
            return candidates;
        }
        if (objective instanceof Objective.MaxDeviceSpan && !allDevicesStarted()) {
            for (long time = now; time <= latestEffect(); time++) {
                candidates.add(time);
            }
            return candidates;
        }
        candidates.add(now);
        for (int op = 0; op < ops; op++) {
            if (placed[op]) {
                candidates.add(end(op));
                for (Precedence precedence : outgoing.get(op)) {
                    if (isPresent(precedence.after())) {
                        candidates.add(end(op) + lag(precedence));
                    }
                }
            }
        }
        return candidates.tailSet(now);
    }

    /** The time from which on nothing runs and no lag elapses unless something is placed; starting still later gains nothing. */
    private long latestEffect() {
        long latest = 0;
        for (int op = 0; op < ops; op++) {
            if (placed[op]) {
                latest = Math.max(latest, end(op));
                for (Precedence precedence : outgoing.get(op)) {
                    if (isPresent(precedence.after())) {
                        latest = Math.max(latest, end(op) + lag(precedence));
                    }
                }
            }
        }
        return latest;
    }

    private boolean allDevicesStarted() {
        boolean[] started = new boolean[problem.devices().size()];
        boolean[] used = new boolean[problem.devices().size()];
        for (int op = 0; op < ops; op++) {
            if (isPresent(op)) {
                for (int device : computeDevices(op)) {
                    used[device] = true;
                    started[device] |= placed[op];
                }
            }
        }
        return Arrays.equals(started, used);
    }

    /** Judges precedences and resources against the ops placed so far. */
    private boolean fits(int op, long start) {
        for (Precedence precedence : incoming.get(op)) {
            int before = precedence.before();
            if (isPresent(before) && (!placed[before] || start < end(before) + lag(precedence))) {
                return false;
            }
        }
        for (int other = 0; other < ops; other++) {
            if (placed[other] && sharesResource(op, other)) {
                long overlapStart = Math.max(start, starts[other]);
                long overlapEnd = Math.min(start + duration(op), end(other));
                boolean pointInside = duration(op) == 0 && starts[other] < start && start < end(other);
                boolean otherPointInside =
                        duration(other) == 0 && start < starts[other] && starts[other] < start + duration(op);
                if (overlapStart < overlapEnd || pointInside || otherPointInside) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean sharesResource(int op, int other) {
        return resources(op).stream().anyMatch(resources(other)::contains);
    }

    /** Judges the memory held at an instant before which everything is placed. */
    private boolean memoryFitsAt(long now) {
        for (int device = 0; device < problem.devices().size(); device++) {
            if (problem.devices().get(device).memoryLimit().isPresent()
                    && held(device, now)
                            > problem.devices().get(device).memoryLimit().getAsLong()) {
                return false;
            }
        }
        return true;
    }

    private long held(int device, long now) {
        long held = problem.devices().get(device).constantMemory();
        for (Buffer buffer : buffers) {
            if (buffer.device() == device
                    && placed[buffer.takenAt()]
                    && starts[buffer.takenAt()] <= now
                    && now < release(buffer)) {
                held += buffer.size();
            }
        }
        return held;
    }

    /** The time at which the placed ops have returned the buffer; never while an op that must return it is not placed. */
    private long release(Buffer buffer) {
        long release = -1;
        for (int op : buffer.releasedBy()) {
            if (isPresent(op)) {
                release = Math.max(release, placed[op] ? end(op) : Long.MAX_VALUE);
            }
        }
        return release < 0 ? Long.MAX_VALUE : release;
    }

    /** The objective if every op not yet placed starts as early as precedences and the present time allow; out of reach beyond the horizon. */
    private long optimisticValue(long now) {
        long[] ends = new long[ops];
        long makespan = 0;
        for (int op : topological) {
            if (isPresent(op)) {
                long start = now;
                for (Precedence precedence : incoming.get(op)) {
                    if (isPresent(precedence.before())) {
                        start = Math.max(start, ends[precedence.before()] + lag(precedence));
                    }
                }
                ends[op] = (placed[op] ? starts[op] : start) + duration(op);
                makespan = Math.max(makespan, ends[op]);
            }
        }
        makespan = Math.max(makespan, loadValue(now));
        if (makespan > problem.horizon()) {
            return Long.MAX_VALUE;
        }
        if (objective instanceof Objective.MaxDeviceSpan) {
            return span(ends);
        }
        return objective instanceof Objective.PeakMemory ? peakSoFar(now) : makespan;
    }

    private long loadValue(long now) {
        long value = 0;
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            long free = now;
            long load = 0;
            for (int op = 0; op < ops; op++) {
                if (isPresent(op) && resources(op).contains(resource)) {
                    if (placed[op]) {
                        free = Math.max(free, end(op));
                    } else {
                        load += duration(op);
                    }
                }
            }
            value = Math.max(value, load == 0 ? 0 : free + load);
        }
        return value;
    }

    private long span(long[] ends) {
        long span = 0;
        for (int device = 0; device < problem.devices().size(); device++) {
            long first = Long.MAX_VALUE;
            long last = 0;
            for (int op = 0; op < ops; op++) {
                if (isPresent(op) && computeDevices(op).contains(device)) {
                    first = placed[op] ? Math.min(first, starts[op]) : first;
                    last = Math.max(last, ends[op]);
                }
            }
            span = Math.max(span, first == Long.MAX_VALUE ? 0 : last - first);
        }
        return span;
    }

    /** The peak over the instants before now, at which nothing can change any more; and now, once all is placed. */
    private long peakSoFar(long now) {
        boolean complete = true;
        for (int op = 0; op < ops; op++) {
            complete &= placed[op] || !isPresent(op);
        }
        long peak = 0;
        for (int device = 0; device < problem.devices().size(); device++) {
            peak = Math.max(peak, problem.devices().get(device).constantMemory());
            for (int op = 0; op < ops; op++) {
                if (placed[op] && (starts[op] < now || complete)) {
                    peak = Math.max(peak, held(device, starts[op]));
                }
            }
        }
        return peak;
    }

    private List<Integer> computeDevices(int op) {
        List<Integer> devices = new ArrayList<>();
        for (int index : resources(op)) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                devices.addAll(resource.devices());
            }
        }
        return devices;
    }

    private List<Integer> resources(int op) {
        return problem.ops().get(op).modes().get(modes[op]).resources();
    }

    private long lag(Precedence precedence) {
        return precedence.lag().between(modes[precedence.before()], modes[precedence.after()]);
    }

    private long duration(int op) {
        return problem.ops().get(op).modes().get(modes[op]).duration();
    }

    private long end(int op) {
        return starts[op] + duration(op);
    }

    private boolean isPresent(int op) {
        return modes[op] != Schedule.ABSENT;
    }
}
