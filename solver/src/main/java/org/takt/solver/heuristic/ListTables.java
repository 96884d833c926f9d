package org.takt.solver.heuristic;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.Schedule;

/**
 * What the list scheduler asks of a problem whose present ops and modes are chosen, in arrays by op index. Of a list
 * of lists, such as the successors of each op, the entries of number n lie from {@code first[n]} to
 * {@code first[n + 1]} − 1. Immutable; takes O(size of the problem) time and memory.
 */
final class ListTables {
    static final int BACKWARD = 0;
    static final int FORWARD = 1;
    static final int WEIGHT = 2;
    static final int OTHER = 3;

    final int[] modes;
    final int present;
    final int resources;
    final int microBatches;
    final int stageSlots;
    final long[] capacity;
    final int[] computeOfDevice;

    final long[] duration;
    final int[] kindClass;
    final int[] stage;
    /** Rank of an op's micro-batch in the order of entry. */
    final int[] microBatch;

    /** Among ops of one kind and stage the lowest goes first. */
    final int[] priority;

    final int[] segment;
    final int[] stageSlot;
    /** By stage slot. */
    final int[] distanceToLast;

    final int[] nextInChain;
    final boolean[] headOfChain;

    final int[] firstHeld;
    final int[] held;

    final int[] predecessors;
    final int[] firstSuccessor;
    final int[] successor;
    final long[] lag;

    /** What an op takes on each device it takes memory on. */
    final int[] firstTaking;

    final int[] takingDevice;
    final long[] taking;

    /** The buffers that an op releases, each perhaps with others. */
    final int[] firstRelease;

    final int[] release;
    final int[] releaseCount;
    final int[] bufferDevice;
    final long[] bufferSize;
    final int[] bufferMicroBatch;

    /**
     * Returns tables, or nothing if optional ops depend on each other in a way only the exact model can settle, or a device
     * has no room for what it always holds.
     */
    static Optional<ListTables> of(Problem problem, boolean fused) {
        boolean hasRoom = problem.devices().stream().allMatch(device -> device.bufferCapacity() >= 0);
        return hasRoom
                ? PresenceChoice.choose(problem, fused).map(modes -> new ListTables(problem, modes))
                : Optional.empty();
    }

    private ListTables(Problem problem, int[] modes) {
        this.modes = modes;
        int ops = modes.length;
        List<Op> described = problem.ops();
        duration = new long[ops];
        kindClass = new int[ops];
        stage = new int[ops];
        microBatch = new int[ops];
        segment = new int[ops];
        firstHeld = new int[ops + 1];
        int count = 0;
        int last = -1;
        for (int op = 0; op < ops; op++) {
            Op own = described.get(op);
            Mode mode = chosen(own, modes[op]);
            duration[op] = mode.duration();
            kindClass[op] = classOf(own.kind());
            stage[op] = own.stage();
            microBatch[op] = own.microBatch();
            segment[op] = own.segment();
            firstHeld[op + 1] = firstHeld[op] + mode.resources().size();
            count += isPresent(op) ? 1 : 0;
            last = Math.max(last, microBatch[op]);
        }
        present = count;
        priority = microBatch;
        microBatches = last + 1;
        held = new int[firstHeld[ops]];
        listHeld(described);
        stageSlot = new int[ops];
        stageSlots = numberStages(described);
        distanceToLast = new int[stageSlots];
        measureDistances();
        nextInChain = new int[ops];
        headOfChain = new boolean[ops];
        linkChains(described);
        predecessors = new int[ops];
        firstSuccessor = new int[ops + 1];
        countPrecedences(problem.precedences());
        successor = new int[firstSuccessor[ops]];
        lag = new long[successor.length];
        listPrecedences(problem.precedences());
        int buffers = problem.buffers().size();
        bufferDevice = new int[buffers];
        bufferSize = new long[buffers];
        bufferMicroBatch = new int[buffers];
        releaseCount = new int[buffers];
        firstTaking = new int[ops + 1];
        firstRelease = new int[ops + 1];
        boolean[] exists = countBuffers(problem.buffers());
        takingDevice = new int[firstTaking[ops]];
        taking = new long[takingDevice.length];
        release = new int[firstRelease[ops]];
        listBuffers(problem.buffers(), exists);
        resources = problem.resources().size();
        capacity = new long[problem.devices().size()];
        Arrays.setAll(capacity, device -> problem.devices().get(device).bufferCapacity());
        computeOfDevice = computeOfDevice(problem.resources(), capacity.length);
    }

    /** What does not depend on the order of micro-batches is shared. */
    private ListTables(ListTables tables, MicroBatchRanks ranks) {
        modes = tables.modes;
        present = tables.present;
        resources = tables.resources;
        microBatches = tables.microBatches;
        stageSlots = tables.stageSlots;
        capacity = tables.capacity;
        computeOfDevice = tables.computeOfDevice;
        duration = tables.duration;
        kindClass = tables.kindClass;
        stage = tables.stage;
        stageSlot = tables.stageSlot;
        distanceToLast = tables.distanceToLast;
        firstHeld = tables.firstHeld;
        held = tables.held;
        predecessors = tables.predecessors;
        firstSuccessor = tables.firstSuccessor;
        successor = tables.successor;
        lag = tables.lag;
        firstTaking = tables.firstTaking;
        takingDevice = tables.takingDevice;
        taking = tables.taking;
        firstRelease = tables.firstRelease;
        release = tables.release;
        releaseCount = tables.releaseCount;
        bufferDevice = tables.bufferDevice;
        bufferSize = tables.bufferSize;
        segment = tables.segment;
        int ops = modes.length;
        microBatch = new int[ops];
        priority = new int[ops];
        for (int op = 0; op < ops; op++) {
            microBatch[op] = ranks.entry(tables.microBatch[op]);
            priority[op] = kindClass[op] == FORWARD ? microBatch[op] : ranks.backward(tables.microBatch[op]);
        }
        bufferMicroBatch = new int[bufferDevice.length];
        Arrays.setAll(bufferMicroBatch, buffer -> ranks.entry(tables.bufferMicroBatch[buffer]));
        nextInChain = new int[ops];
        headOfChain = new boolean[ops];
        linkForwardChains();
    }

    /**
     * Returns the same tables with micro-batches in another order. Forwards run in the order of entry; of the other ops any
     * that is ready may, so that claims on memory can always be served in the order of entry. O(ops) time. For tables
     * whose order is that of the problem.
     */
    ListTables inOrder(MicroBatchRanks ranks) {
        return new ListTables(this, ranks);
    }

    boolean isPresent(int op) {
        return modes[op] != Schedule.ABSENT;
    }

    private static Mode chosen(Op op, int mode) {
        return op.modes().get(mode == Schedule.ABSENT ? 0 : mode);
    }

    private static int classOf(OpKind kind) {
        return switch (kind) {
            case B, I -> BACKWARD;
            case F -> FORWARD;
            case W -> WEIGHT;
            default -> OTHER;
        };
    }

    private void listHeld(List<Op> ops) {
        int next = 0;
        for (int op = 0; op < modes.length; op++) {
            for (int resource : chosen(ops.get(op), modes[op]).resources()) {
                held[next++] = resource;
            }
        }
    }

    private record Place(int pipeline, int stage) {}

    private int numberStages(List<Op> ops) {
        Map<Place, Integer> numbers = new HashMap<>();
        for (int op = 0; op < modes.length; op++) {
            Place place = new Place(ops.get(op).pipeline(), stage[op]);
            Integer known = numbers.putIfAbsent(place, numbers.size());
            stageSlot[op] = known == null ? numbers.size() - 1 : known;
        }
        return numbers.size();
    }

    private void measureDistances() {
        int lastStage = 0;
        for (int one : stage) {
            lastStage = Math.max(lastStage, one);
        }
        for (int op = 0; op < modes.length; op++) {
            distanceToLast[stageSlot[op]] = lastStage - stage[op];
        }
    }

    private record Chain(OpKind kind, int stageSlot, int segment) {}

    /** Links the ops of one kind, stage and segment by micro-batch. */
    private void linkChains(List<Op> ops) {
        Map<Chain, Integer> lastOf = new HashMap<>();
        Arrays.fill(nextInChain, -1);
        for (int op : byMicroBatch()) {
            if (isPresent(op)) {
                Op own = ops.get(op);
                Integer previous = lastOf.put(new Chain(own.kind(), stageSlot[op], own.segment()), op);
                if (previous == null) {
                    headOfChain[op] = true;
                } else {
                    nextInChain[previous] = op;
                }
            }
        }
    }

    /** Links the forwards of one stage and segment by rank; all else may run in any order. */
    private void linkForwardChains() {
        Arrays.fill(nextInChain, -1);
        int segments = Arrays.stream(segment).max().orElse(0) + 1;
        int[] lastOf = new int[stageSlots * segments];
        Arrays.fill(lastOf, -1);
        for (int op : byMicroBatch()) {
            int chain = stageSlot[op] * segments + segment[op];
            if (!isPresent(op)) {
                continue;
            }
            int previous = kindClass[op] == FORWARD ? lastOf[chain] : -1;
            headOfChain[op] = previous < 0;
            if (previous >= 0) {
                nextInChain[previous] = op;
            }
            if (kindClass[op] == FORWARD) {
                lastOf[chain] = op;
            }
        }
    }

    private int[] byMicroBatch() {
        int[] next = new int[microBatches + 1];
        for (int one : microBatch) {
            next[one + 1]++;
        }
        for (int one = 0; one < microBatches; one++) {
            next[one + 1] += next[one];
        }
        int[] ordered = new int[modes.length];
        for (int op = 0; op < modes.length; op++) {
            ordered[next[microBatch[op]]++] = op;
        }
        return ordered;
    }

    private void countPrecedences(List<Precedence> precedences) {
        for (Precedence precedence : precedences) {
            if (isPresent(precedence.before()) && isPresent(precedence.after())) {
                firstSuccessor[precedence.before() + 1]++;
                predecessors[precedence.after()]++;
            }
        }
        accumulate(firstSuccessor);
    }

    /** Successors stand in the reverse order of the problem's precedences. */
    private void listPrecedences(List<Precedence> precedences) {
        int[] end = Arrays.copyOfRange(firstSuccessor, 1, firstSuccessor.length);
        for (Precedence precedence : precedences) {
            int before = precedence.before();
            int after = precedence.after();
            if (isPresent(before) && isPresent(after)) {
                int slot = --end[before];
                successor[slot] = after;
                lag[slot] = precedence.lag().between(modes[before], modes[after]);
            }
        }
    }

    private boolean[] countBuffers(List<Buffer> buffers) {
        boolean[] exists = new boolean[buffers.size()];
        for (int index = 0; index < exists.length; index++) {
            Buffer buffer = buffers.get(index);
            bufferDevice[index] = buffer.device();
            bufferSize[index] = buffer.size();
            bufferMicroBatch[index] = microBatch[buffer.takenAt()];
            exists[index] = exists(buffer);
            if (exists[index]) {
                firstTaking[buffer.takenAt() + 1]++;
                for (int op : buffer.releasedBy()) {
                    if (isPresent(op)) {
                        firstRelease[op + 1]++;
                        releaseCount[index]++;
                    }
                }
            }
        }
        accumulate(firstTaking);
        accumulate(firstRelease);
        return exists;
    }

    private boolean exists(Buffer buffer) {
        if (!isPresent(buffer.takenAt())) {
            return false;
        }
        for (Condition condition : buffer.conditions()) {
            if (!condition.holdsIn(modes[condition.op()])) {
                return false;
            }
        }
        return true;
    }

    /** Several buffers that an op takes on one device count as one taking; the room of the others stays empty. */
    private void listBuffers(List<Buffer> buffers, boolean[] exists) {
        int[] nextRelease = firstRelease.clone();
        for (int index = 0; index < exists.length; index++) {
            if (exists[index]) {
                Buffer buffer = buffers.get(index);
                addTaking(buffer);
                for (int op : buffer.releasedBy()) {
                    if (isPresent(op)) {
                        release[nextRelease[op]++] = index;
                    }
                }
            }
        }
    }

    private void addTaking(Buffer buffer) {
        int slot = firstTaking[buffer.takenAt()];
        while (taking[slot] > 0 && takingDevice[slot] != buffer.device()) {
            slot++;
        }
        takingDevice[slot] = buffer.device();
        taking[slot] += buffer.size();
    }

    private static void accumulate(int[] first) {
        for (int index = 1; index < first.length; index++) {
            first[index] += first[index - 1];
        }
    }

    private static int[] computeOfDevice(List<Resource> resources, int devices) {
        int[] computeOfDevice = new int[devices];
        Arrays.fill(computeOfDevice, -1);
        for (int resource = 0; resource < resources.size(); resource++) {
            if (resources.get(resource).kind() == ResourceKind.COMPUTE) {
                for (int device : resources.get(resource).devices()) {
                    computeOfDevice[device] = resource;
                }
            }
        }
        return computeOfDevice;
    }
}
