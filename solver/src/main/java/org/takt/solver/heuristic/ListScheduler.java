package org.takt.solver.heuristic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;

/**
 * A memory-aware list scheduler: walks through time and gives every idle resource the most preferred op that is ready and
 * whose buffers fit. Input gradients and full backwards come first, then forwards, then weight gradients; a stage that
 * has not filled its warm-up prefers forwards. Ops of one kind and stage run in micro-batch order.
 *
 * <p>Memory cannot lock it up where each micro-batch alone fits: an op may take memory only if afterwards, on that
 * device, the micro-batches in turn can take all they still claim, each returning what it holds before the next (the
 * banker's rule of Dijkstra, EWD 623, with the same order on every device).
 *
 * <p>Built once per problem and choice of fused or split; {@link #schedule} may be called many times and by several
 * threads. O(n·(log n + r)) for n ops and r ops ready at a time on one resource, which micro-batch order keeps to a few
 * per stage.
 */
public final class ListScheduler {
    private final Problem problem;
    private final int[] modes;
    private final long[] durations;
    private final int[][] resourcesOf;
    private final int[] kindClass;
    private final int[] distanceToLast;
    private final int[] stageSlot;
    private final int stageSlots;
    private final int[] nextInChain;
    private final boolean[] headOfChain;
    private final int[] predecessors;
    private final int[][] successors;
    private final long[][] lags;
    private final int[][] takes;
    private final int[][] releases;
    private final int[] releaseCount;
    private final long[] capacity;
    private final int microBatches;
    private final int[] computeOfDevice;

    private static final int BACKWARD = 0;
    private static final int FORWARD = 1;
    private static final int WEIGHT = 2;
    private static final int OTHER = 3;

    /** What a random warm-up stays below, in per cent of 1F1B's. */
    private static final int LARGEST_WARM_UP = 400;

    private ListScheduler(Problem problem, int[] modes) {
        this.problem = problem;
        this.modes = modes;
        int ops = modes.length;
        durations = new long[ops];
        resourcesOf = new int[ops][];
        kindClass = new int[ops];
        for (int op = 0; op < ops; op++) {
            Op described = problem.ops().get(op);
            boolean present = modes[op] != Schedule.ABSENT;
            Mode mode = described.modes().get(present ? modes[op] : 0);
            durations[op] = mode.duration();
            resourcesOf[op] =
                    mode.resources().stream().mapToInt(Integer::intValue).toArray();
            kindClass[op] = classOf(described.kind());
        }
        microBatches = problem.ops().stream().mapToInt(Op::microBatch).max().orElse(-1) + 1;
        stageSlot = new int[ops];
        stageSlots = numberStages();
        distanceToLast = distances();
        nextInChain = new int[ops];
        headOfChain = new boolean[ops];
        linkChains();
        predecessors = new int[ops];
        successors = new int[ops][];
        lags = new long[ops][];
        linkPrecedences();
        takes = new int[ops][];
        releases = new int[ops][];
        releaseCount = new int[problem.buffers().size()];
        linkBuffers();
        capacity = problem.devices().stream()
                .mapToLong(device -> device.bufferCapacity())
                .toArray();
        computeOfDevice = new int[capacity.length];
        Arrays.fill(computeOfDevice, -1);
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            if (problem.resources().get(resource).kind() == ResourceKind.COMPUTE) {
                for (int device : problem.resources().get(resource).devices()) {
                    computeOfDevice[device] = resource;
                }
            }
        }
    }

    /** Returns a scheduler, or nothing if optional ops depend on each other in a way only a search can settle. */
    public static Optional<ListScheduler> of(Problem problem, boolean fused) {
        return PresenceChoice.choose(problem, fused).map(modes -> new ListScheduler(problem, modes));
    }

    /** Returns the schedule a policy leads to, or nothing if it gets stuck. Not verified. */
    public Optional<Schedule> schedule(ListPolicy policy) {
        return schedule(policy, Variation.NONE);
    }

    /** Returns the schedule a policy leads to with some decisions at random, or nothing if it gets stuck. Not verified. */
    public Optional<Schedule> schedule(ListPolicy policy, Variation variation) {
        return new Run(policy, variation).execute();
    }

    private static int classOf(OpKind kind) {
        return switch (kind) {
            case B, I -> BACKWARD;
            case F -> FORWARD;
            case W -> WEIGHT;
            default -> OTHER;
        };
    }

    private record Place(int pipeline, int stage) {}

    private int numberStages() {
        Map<Place, Integer> numbers = new HashMap<>();
        for (int op = 0; op < modes.length; op++) {
            Op described = problem.ops().get(op);
            stageSlot[op] = numbers.computeIfAbsent(
                    new Place(described.pipeline(), described.stage()), place -> numbers.size());
        }
        return numbers.size();
    }

    private int[] distances() {
        int lastStage = problem.ops().stream().mapToInt(Op::stage).max().orElse(0);
        int[] distances = new int[stageSlots];
        for (int op = 0; op < modes.length; op++) {
            distances[stageSlot[op]] = lastStage - problem.ops().get(op).stage();
        }
        return distances;
    }

    private record Chain(OpKind kind, int pipeline, int stage, int segment) {}

    private void linkChains() {
        Map<Chain, List<Integer>> chains = new HashMap<>();
        for (int op = 0; op < modes.length; op++) {
            if (modes[op] != Schedule.ABSENT) {
                Op described = problem.ops().get(op);
                chains.computeIfAbsent(
                                new Chain(
                                        described.kind(), described.pipeline(), described.stage(), described.segment()),
                                chain -> new ArrayList<>())
                        .add(op);
            }
        }
        Arrays.fill(nextInChain, -1);
        for (List<Integer> chain : chains.values()) {
            chain.sort(Comparator.comparingInt(
                            (Integer op) -> problem.ops().get(op).microBatch())
                    .thenComparingInt(op -> op));
            headOfChain[chain.get(0)] = true;
            for (int index = 1; index < chain.size(); index++) {
                nextInChain[chain.get(index - 1)] = chain.get(index);
            }
        }
    }

    private void linkPrecedences() {
        int[] count = new int[modes.length];
        for (Precedence precedence : problem.precedences()) {
            if (bothPresent(precedence)) {
                count[precedence.before()]++;
                predecessors[precedence.after()]++;
            }
        }
        for (int op = 0; op < modes.length; op++) {
            successors[op] = new int[count[op]];
            lags[op] = new long[count[op]];
        }
        for (Precedence precedence : problem.precedences()) {
            if (bothPresent(precedence)) {
                int before = precedence.before();
                int slot = --count[before];
                successors[before][slot] = precedence.after();
                lags[before][slot] = precedence.lag().between(modes[before], modes[precedence.after()]);
            }
        }
    }

    private boolean bothPresent(Precedence precedence) {
        return modes[precedence.before()] != Schedule.ABSENT && modes[precedence.after()] != Schedule.ABSENT;
    }

    private void linkBuffers() {
        List<List<Integer>> taken = new ArrayList<>();
        List<List<Integer>> released = new ArrayList<>();
        for (int op = 0; op < modes.length; op++) {
            taken.add(new ArrayList<>(2));
            released.add(new ArrayList<>(2));
        }
        for (int index = 0; index < problem.buffers().size(); index++) {
            Buffer buffer = problem.buffers().get(index);
            if (modes[buffer.takenAt()] != Schedule.ABSENT
                    && buffer.conditions().stream().allMatch(condition -> condition.holdsIn(modes[condition.op()]))) {
                taken.get(buffer.takenAt()).add(index);
                for (int op : buffer.releasedBy()) {
                    if (modes[op] != Schedule.ABSENT) {
                        released.get(op).add(index);
                        releaseCount[index]++;
                    }
                }
            }
        }
        for (int op = 0; op < modes.length; op++) {
            takes[op] = taken.get(op).stream().mapToInt(Integer::intValue).toArray();
            releases[op] = released.get(op).stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /** Something to look at: the end of an op ({@code op ≥ 0}) or a resource that may have become useful. */
    private record Event(long time, int op, int resource) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            if (byTime != 0) {
                return byTime;
            }
            int byOp = Integer.compare(other.op, op);
            return byOp != 0 ? byOp : Integer.compare(resource, other.resource);
        }
    }

    /**
     * One walk through time. Invariants: {@code known[r]} holds the ops on resource r whose predecessors have all started,
     * that are next in their chain and have not started; {@code readyAt} of a known op is final; ends at one instant are
     * handled before any resource is looked at.
     */
    private final class Run {
        private final ListPolicy policy;
        private final int whimPermille;
        private final Random random;
        private final int[] warmUpPercent = new int[stageSlots];
        private final int[] patiencePercent = new int[stageSlots];
        private final long[] starts = new long[modes.length];
        private final long[] readyAt = new long[modes.length];
        private final int[] waitsFor = predecessors.clone();
        private final boolean[] turn = headOfChain.clone();
        private final long[] freeAt = new long[problem.resources().size()];
        private final List<List<Integer>> known = new ArrayList<>();
        private final PriorityQueue<Event> events = new PriorityQueue<>();
        private final long[] used = new long[capacity.length];
        private final int[] releasesLeft = releaseCount.clone();
        private final long[][] claims = new long[capacity.length][microBatches];
        private final long[][] held = new long[capacity.length][microBatches];
        private final int[] lowestUnfinished = new int[capacity.length];
        private final int[] highestHolder = new int[capacity.length];
        private final int[] inFlight = new int[stageSlots];
        private int started;

        Run(ListPolicy policy, Variation variation) {
            this.policy = policy;
            whimPermille = variation.whimPermille();
            random = new Random(variation.seed());
            for (int slot = 0; slot < stageSlots; slot++) {
                boolean isOwn = random.nextInt(100) < variation.stagePercent();
                warmUpPercent[slot] = isOwn ? random.nextInt(LARGEST_WARM_UP) : policy.warmUpPercent();
                patiencePercent[slot] = isOwn ? random.nextInt(101) : policy.patiencePercent();
            }
            problem.resources().forEach(resource -> known.add(new ArrayList<>()));
            for (int op = 0; op < modes.length; op++) {
                for (int buffer : takes[op]) {
                    Buffer taken = problem.buffers().get(buffer);
                    claims[taken.device()][problem.ops().get(op).microBatch()] += taken.size();
                }
            }
        }

        Optional<Schedule> execute() {
            List<Integer> first = new ArrayList<>();
            int present = 0;
            for (int op = 0; op < modes.length; op++) {
                if (modes[op] != Schedule.ABSENT) {
                    present++;
                    if (waitsFor[op] == 0 && turn[op]) {
                        first.add(op);
                    }
                }
            }
            first.forEach(this::announceIfKnown);
            while (!events.isEmpty()) {
                Event event = events.remove();
                if (event.op() >= 0) {
                    end(event.op(), event.time());
                } else {
                    serve(event.resource(), event.time());
                }
            }
            return started == present ? Optional.of(new Schedule(starts, modes)) : Optional.empty();
        }

        private void announceIfKnown(int op) {
            if (waitsFor[op] > 0 || !turn[op]) {
                return;
            }
            if (resourcesOf[op].length == 0) {
                start(op, readyAt[op]);
                return;
            }
            for (int resource : resourcesOf[op]) {
                known.get(resource).add(op);
                events.add(new Event(readyAt[op], -1, resource));
            }
        }

        private void serve(int resource, long time) {
            while (freeAt[resource] <= time) {
                int op = choose(resource, time);
                if (op < 0) {
                    return;
                }
                start(op, time);
                if (durations[op] > 0) {
                    return;
                }
            }
        }

        private int choose(int resource, long time) {
            List<Integer> candidates = known.get(resource);
            if (whimPermille > 0 && random.nextInt(1000) < whimPermille) {
                return any(candidates, time);
            }
            int best = -1;
            for (int op : candidates) {
                if (readyAt[op] <= time && (best < 0 || precedes(op, best)) && mayStart(op, time)) {
                    best = op;
                }
            }
            return best >= 0 && !holdsUpBetter(best, candidates, time) ? best : -1;
        }

        private int any(List<Integer> candidates, long time) {
            int chosen = -1;
            int startable = 0;
            for (int op : candidates) {
                if (readyAt[op] <= time && mayStart(op, time) && random.nextInt(++startable) == 0) {
                    chosen = op;
                }
            }
            return chosen;
        }

        /** Whether an op of a more preferred class becomes ready before the op would have run the part of its duration it may. */
        private boolean holdsUpBetter(int op, List<Integer> candidates, long time) {
            long slack = durations[op] - durations[op] * patiencePercent[stageSlot[op]] / 100;
            for (int other : candidates) {
                if (readyAt[other] > time
                        && readyAt[other] < time + slack
                        && preference(other) < preference(op)
                        && fits(other)) {
                    return true;
                }
            }
            return false;
        }

        private boolean mayStart(int op, long time) {
            for (int resource : resourcesOf[op]) {
                if (freeAt[resource] > time) {
                    return false;
                }
            }
            boolean putOff = policy.strict() && kindClass[op] == FORWARD && inFlight[stageSlot[op]] >= warmUp(op);
            return !putOff && fits(op);
        }

        private int warmUp(int op) {
            return (int) Math.min(
                    Integer.MAX_VALUE, 1 + (long) warmUpPercent[stageSlot[op]] * distanceToLast[stageSlot[op]] / 100);
        }

        private int preference(int op) {
            if (kindClass[op] == FORWARD && inFlight[stageSlot[op]] < warmUp(op)) {
                return -1;
            }
            return kindClass[op] == OTHER ? BACKWARD : kindClass[op];
        }

        private boolean precedes(int op, int other) {
            int byPreference = Integer.compare(preference(op), preference(other));
            if (byPreference != 0) {
                return byPreference < 0;
            }
            Op first = problem.ops().get(op);
            Op second = problem.ops().get(other);
            if (first.stage() != second.stage()) {
                return first.stage() > second.stage() == policy.laterStageFirst();
            }
            return first.microBatch() != second.microBatch() ? first.microBatch() < second.microBatch() : op < other;
        }

        private boolean fits(int op) {
            int[] buffers = takes[op];
            for (int index = 0; index < buffers.length; index++) {
                int device = problem.buffers().get(buffers[index]).device();
                if (!isSafe(device, problem.ops().get(op).microBatch(), takenOn(device, buffers))) {
                    return false;
                }
            }
            return true;
        }

        private long takenOn(int device, int[] buffers) {
            long taken = 0;
            for (int index : buffers) {
                Buffer buffer = problem.buffers().get(index);
                taken += buffer.device() == device ? buffer.size() : 0;
            }
            return taken;
        }

        /** Whether, after the taking, micro-batch after micro-batch can take all it still claims, given what those before it return. */
        private boolean isSafe(int device, int microBatch, long taken) {
            long available = capacity[device] - used[device] - taken;
            if (available < 0) {
                return false;
            }
            int highest = Math.max(highestHolder[device], microBatch);
            for (int other = lowestUnfinished(device); other <= highest; other++) {
                long own = other == microBatch ? taken : 0;
                if (claims[device][other] - own > available) {
                    return false;
                }
                available += held[device][other] + own;
            }
            return true;
        }

        private int lowestUnfinished(int device) {
            int lowest = lowestUnfinished[device];
            while (lowest < microBatches - 1 && claims[device][lowest] == 0 && held[device][lowest] == 0) {
                lowest++;
            }
            lowestUnfinished[device] = lowest;
            return lowest;
        }

        private void start(int op, long time) {
            started++;
            starts[op] = time;
            long end = time + durations[op];
            int microBatch = problem.ops().get(op).microBatch();
            for (int buffer : takes[op]) {
                Buffer taken = problem.buffers().get(buffer);
                used[taken.device()] += taken.size();
                claims[taken.device()][microBatch] -= taken.size();
                held[taken.device()][microBatch] += taken.size();
                highestHolder[taken.device()] = Math.max(highestHolder[taken.device()], microBatch);
            }
            if (kindClass[op] == FORWARD) {
                inFlight[stageSlot[op]]++;
            }
            for (int resource : resourcesOf[op]) {
                freeAt[resource] = end;
                known.get(resource).remove((Integer) op);
            }
            events.add(new Event(end, op, -1));
            if (nextInChain[op] >= 0) {
                turn[nextInChain[op]] = true;
                readyAt[nextInChain[op]] = Math.max(readyAt[nextInChain[op]], time);
                announceIfKnown(nextInChain[op]);
            }
            for (int out = 0; out < successors[op].length; out++) {
                int next = successors[op][out];
                readyAt[next] = Math.max(readyAt[next], end + lags[op][out]);
                waitsFor[next]--;
                announceIfKnown(next);
            }
        }

        private void end(int op, long time) {
            if (kindClass[op] == BACKWARD) {
                inFlight[stageSlot[op]]--;
            }
            for (int buffer : releases[op]) {
                if (--releasesLeft[buffer] == 0) {
                    Buffer released = problem.buffers().get(buffer);
                    used[released.device()] -= released.size();
                    held[released.device()][
                            problem.ops().get(released.takenAt()).microBatch()] -= released.size();
                    if (computeOfDevice[released.device()] >= 0) {
                        events.add(new Event(time, -1, computeOfDevice[released.device()]));
                    }
                }
            }
            for (int resource : resourcesOf[op]) {
                events.add(new Event(time, -1, resource));
            }
        }
    }
}
