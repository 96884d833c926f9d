package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.takt.model.problem.Buffer;

/**
 * What a compute stream may do after the last op that takes memory on its device, before that op's own first release.
 * All takers are done, so a job that has not begun still holds what it, or an op that is sure to follow it, is to
 * release. Of the jobs that release what one taker took, any may be done, each with those that hold less; counted is
 * the choice with the most work per memory, and as much of it as there is work.
 */
final class DrainWork {
    private static final int NONE = -1;
    private static final long UNKNOWN = -1;

    private final ProblemAnalysis analysis;
    private final Replicas replicas;
    private final SurePaths paths;
    /** By op: its number among the takers, and that of the taker of what it releases first; {@link #NONE} where there is none. */
    private final int[] numberOfTaker;

    private final int[] takerOfRelease;
    private final long[] heldByOriginal;
    /** By number of the taker. */
    private final List<List<Buffer>> buffers = new ArrayList<>();

    private final List<List<Step>> steps = new ArrayList<>();
    private final int[] itemOfTaker;
    private final DensestFirst items;
    private long withoutMemory;

    /**
     * A job.
     *
     * @param work ticks
     * @param held memory that is held as long as the job has not begun, at least 1
     */
    private record Step(long work, long held) {}

    DrainWork(Workload workload, List<BufferLives.Life> lives, ProblemAnalysis analysis) {
        this.analysis = analysis;
        this.replicas = analysis.replicas();
        this.paths = new SurePaths(analysis);
        int ops = analysis.problem().ops().size();
        numberOfTaker = filled(ops);
        takerOfRelease = filled(ops);
        heldByOriginal = new long[ops];
        Arrays.fill(heldByOriginal, UNKNOWN);
        lives.forEach(life -> add(life.buffer()));
        for (Workload.Job job : workload.jobs()) {
            if (!isTaker(job)) {
                addStep(job);
            }
        }
        itemOfTaker = filled(buffers.size());
        items = items();
    }

    private static int[] filled(int size) {
        int[] values = new int[size];
        Arrays.fill(values, NONE);
        return values;
    }

    private void add(Buffer buffer) {
        int taker = number(buffer.takenAt());
        buffers.get(taker).add(buffer);
        for (int release : buffer.releasedBy()) {
            if (takerOfRelease[release] == NONE) {
                takerOfRelease[release] = taker;
            }
        }
    }

    private int number(int taker) {
        if (numberOfTaker[taker] == NONE) {
            numberOfTaker[taker] = buffers.size();
            buffers.add(new ArrayList<>(2));
            steps.add(new ArrayList<>(2));
        }
        return numberOfTaker[taker];
    }

    private DensestFirst items() {
        List<FractionalKnapsack.Item> unsorted = new ArrayList<>();
        for (int taker = 0; taker < itemOfTaker.length; taker++) {
            if (!steps.get(taker).isEmpty()) {
                itemOfTaker[taker] = unsorted.size();
                unsorted.add(densest(steps.get(taker)));
            }
        }
        return new DensestFirst(unsorted);
    }

    /**
     * Returns the most work beside a last taker. Takes O(log takers) time.
     *
     * @param last the last taker, whose own jobs cannot begin yet
     * @param capacity memory that it leaves to others
     */
    long mostBeside(int last, long capacity) {
        int own = itemOfTaker[numberOfTaker[last]];
        return withoutMemory + (own == NONE ? items.mostInParts(capacity) : items.mostInPartsWithout(own, capacity));
    }

    /** A taker of the group's alternatives may not be the one that is present, and then counts as any job. */
    private boolean isTaker(Workload.Job job) {
        return job.ops().size() == 1 && numberOfTaker[job.ops().get(0)] != NONE;
    }

    private void addStep(Workload.Job job) {
        int taker = takerOfRelease[job.ops().get(0)];
        long held = taker == NONE ? 0 : Long.MAX_VALUE;
        for (int op : job.ops()) {
            held = Math.min(held, taker != NONE && takerOfRelease[op] == taker ? heldUntil(op, taker) : 0);
        }
        if (held > 0) {
            steps.get(taker).add(new Step(job.work(), held));
        } else {
            withoutMemory += job.work();
        }
    }

    /** What holds for one op holds for those that repeat it. */
    private long heldUntil(int op, int taker) {
        int original = replicas.originalOp(op);
        if (heldByOriginal[original] == UNKNOWN) {
            heldByOriginal[original] = findHeldUntil(op, buffers.get(taker));
        }
        return heldByOriginal[original];
    }

    private long findHeldUntil(int op, List<Buffer> ofTaker) {
        List<Integer> releases = new ArrayList<>();
        ofTaker.forEach(buffer -> releases.addAll(buffer.releasedBy()));
        paths.searchUpTo(op, releases);
        long held = 0;
        for (Buffer buffer : ofTaker) {
            for (int release : buffer.releasedBy()) {
                if (release == op || (paths.isReached(release) && isPresentWith(op, release))) {
                    held += buffer.size();
                    break;
                }
            }
        }
        return held;
    }

    private boolean isPresentWith(int op, int other) {
        return analysis.isMandatory(other) || analysis.presence().impliedBy(op).contains(other);
    }

    private static FractionalKnapsack.Item densest(List<Step> steps) {
        steps.sort(Comparator.comparingLong(Step::held));
        FractionalKnapsack.Item best = new FractionalKnapsack.Item(0, 1);
        long work = 0;
        for (Step step : steps) {
            work += step.work();
            FractionalKnapsack.Item upToHere = new FractionalKnapsack.Item(work, step.held());
            if (FractionalKnapsack.BY_DENSITY.compare(upToHere, best) < 0) {
                best = upToHere;
            }
        }
        return new FractionalKnapsack.Item(work, FractionalKnapsack.scaleDown(work, best.memory(), best.work()));
    }
}
