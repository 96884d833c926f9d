package org.takt.solver.bound;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches;

/**
 * A problem with the longest paths that no schedule avoids. Where ops are optional, a path goes through the quickest
 * member of an exactly-one group; modes and lags count at their shortest. Takes O(size of the problem) time to build; what
 * several bounds need is found once, when first asked for. Safe for use by several threads.
 */
public final class ProblemAnalysis {
    private final Problem problem;
    private final SurePresence presence;
    private final SureLinks before;
    private final SureLinks after;
    private final int[] firstSuccessor;
    private final int[] successors;
    private final int[] topologicalOrder;
    private final int[] positions;
    private final long[] shortest;
    private final long[] heads;
    private final long[] tails;
    private @Nullable List<List<BufferLives.Life>> lives;
    private @Nullable List<Workload> workloads;
    private @Nullable Replicas replicas;
    private @Nullable List<InterchangeableMicroBatches.Group> interchangeable;
    private Optional<MicroBatchSequence> sequence = Optional.empty();
    private boolean isSequenceKnown;

    /** Analyses a problem. */
    public ProblemAnalysis(Problem problem) {
        problem.requireBatch();
        this.problem = problem;
        this.presence = new SurePresence(problem);
        PrecedenceTables precedences = new PrecedenceTables(problem);
        this.before = SureLinks.before(problem, precedences, presence);
        this.after = SureLinks.after(problem, precedences, presence);
        this.shortest = shortest(problem);
        this.firstSuccessor = PrecedenceTables.first(precedences.before, shortest.length);
        this.successors = successors(precedences, firstSuccessor);
        this.topologicalOrder = sort();
        this.positions = new int[shortest.length];
        for (int position = 0; position < positions.length; position++) {
            positions[topologicalOrder[position]] = position;
        }
        this.heads = new long[shortest.length];
        this.tails = new long[shortest.length];
        for (int index = 0; index < shortest.length; index++) {
            int op = topologicalOrder[index];
            heads[op] = longest(before, op, heads);
        }
        for (int index = shortest.length - 1; index >= 0; index--) {
            int op = topologicalOrder[index];
            tails[op] = longest(after, op, tails);
        }
    }

    /** Returns the problem. */
    public Problem problem() {
        return problem;
    }

    /** Returns the least start of the op, ticks, in a schedule in which it is present. */
    public long head(int op) {
        return heads[op];
    }

    /** Returns the least time from the op's end to the end of the schedule, ticks, where the op is present. */
    public long tail(int op) {
        return tails[op];
    }

    /** Returns the duration of the op's shortest mode, ticks. */
    public long shortest(int op) {
        return shortest[op];
    }

    /** Returns whether the op is in every schedule. */
    public boolean isMandatory(int op) {
        return !problem.ops().get(op).optional();
    }

    SurePresence presence() {
        return presence;
    }

    SureLinks before() {
        return before;
    }

    /** Returns the lives of the buffers on each device; found when first asked for. */
    synchronized List<List<BufferLives.Life>> lives() {
        if (lives == null) {
            lives = BufferLives.perDevice(this);
        }
        return lives;
    }

    /** Returns the work on each resource; found when first asked for. */
    synchronized List<Workload> workloads() {
        if (workloads == null) {
            workloads = Workload.perResource(this);
        }
        return workloads;
    }

    /** Returns which parts repeat; found when first asked for. */
    synchronized Replicas replicas() {
        if (replicas == null) {
            replicas = new Replicas(this);
        }
        return replicas;
    }

    /** Returns the micro-batches that may swap; found when first asked for. */
    public synchronized List<InterchangeableMicroBatches.Group> interchangeable() {
        if (interchangeable == null) {
            interchangeable = InterchangeableMicroBatches.find(problem);
        }
        return interchangeable;
    }

    /** Returns the sequence of all micro-batches, where they are one; found when first asked for. */
    public synchronized Optional<MicroBatchSequence> sequence() {
        if (!isSequenceKnown) {
            sequence = MicroBatchSequence.of(problem, this::interchangeable);
            isSequenceKnown = true;
        }
        return sequence;
    }

    /** Returns the op's place in an order in which each op comes after its predecessors, from 0. */
    int position(int op) {
        return positions[op];
    }

    /** Returns the op at a place in the order of {@link #position}. */
    int opAt(int position) {
        return topologicalOrder[position];
    }

    /** Returns the number of precedences that an op is the earlier one of. */
    int successors(int op) {
        return firstSuccessor[op + 1] - firstSuccessor[op];
    }

    /** Returns the later op of one of the precedences that an op is the earlier one of. */
    int successor(int op, int index) {
        return successors[firstSuccessor[op] + index];
    }

    private long longest(SureLinks links, int op, long[] beyond) {
        long longest = 0;
        for (int link = links.first(op); link < links.end(op); link++) {
            long quickest = Long.MAX_VALUE;
            for (int index = links.firstNeighbour(link); index < links.endNeighbour(link); index++) {
                int neighbour = links.op(index);
                quickest = Math.min(quickest, beyond[neighbour] + shortest[neighbour] + links.lag(index));
            }
            longest = Math.max(longest, quickest);
        }
        return longest;
    }

    private static long[] shortest(Problem problem) {
        long[] shortest = new long[problem.ops().size()];
        for (int op = 0; op < shortest.length; op++) {
            shortest[op] = Long.MAX_VALUE;
            for (Mode mode : problem.ops().get(op).modes()) {
                shortest[op] = Math.min(shortest[op], mode.duration());
            }
        }
        return shortest;
    }

    /** Groups the later ops of all precedences by the earlier one: {@code successors[firstSuccessor[op]]} and so on. */
    private static int[] successors(PrecedenceTables precedences, int[] firstSuccessor) {
        int[] next = firstSuccessor.clone();
        int[] successors = new int[precedences.after.length];
        for (int index = 0; index < successors.length; index++) {
            successors[next[precedences.before[index]]++] = precedences.after[index];
        }
        return successors;
    }

    private int[] sort() {
        int size = shortest.length;
        int[] waiting = new int[size];
        for (int successor : successors) {
            waiting[successor]++;
        }
        int[] order = new int[size];
        int sorted = 0;
        for (int op = 0; op < size; op++) {
            if (waiting[op] == 0) {
                order[sorted++] = op;
            }
        }
        for (int index = 0; index < size; index++) {
            int op = order[index];
            for (int edge = firstSuccessor[op]; edge < firstSuccessor[op + 1]; edge++) {
                if (--waiting[successors[edge]] == 0) {
                    order[sorted++] = successors[edge];
                }
            }
        }
        return order;
    }
}
