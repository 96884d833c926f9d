package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Buffer;

/**
 * What a compute stream may do after the last op that takes memory on its device, before that op's own first release.
 * All takers are done, so a job that has not begun still holds what it, or an op that is sure to follow it, is to
 * release. Of the jobs that release what one taker took, any may be done, each with those that hold less; counted is
 * the choice with the most work per memory, and as much of it as there is work.
 */
final class DrainWork {
    private final Map<Integer, List<Buffer>> buffersByTaker = new HashMap<>();
    private final Map<Integer, Long> heldByOriginal = new HashMap<>();
    private final Map<Integer, Integer> itemByTaker = new HashMap<>();
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
        Map<Integer, Integer> takerByRelease = new HashMap<>();
        for (BufferLives.Life life : lives) {
            Buffer buffer = life.buffer();
            buffersByTaker
                    .computeIfAbsent(buffer.takenAt(), taker -> new ArrayList<>())
                    .add(buffer);
            for (int release : buffer.releasedBy()) {
                takerByRelease.putIfAbsent(release, buffer.takenAt());
            }
        }
        Map<Integer, List<Step>> stepsByTaker = new HashMap<>();
        SurePaths paths = new SurePaths(analysis);
        for (Workload.Job job : workload.jobs()) {
            if (!isTaker(job)) {
                addStep(job, takerByRelease, stepsByTaker, paths, analysis);
            }
        }
        List<FractionalKnapsack.Item> unsorted = new ArrayList<>();
        stepsByTaker.forEach((taker, steps) -> {
            itemByTaker.put(taker, unsorted.size());
            unsorted.add(densest(steps));
        });
        this.items = new DensestFirst(unsorted);
    }

    /**
     * Returns the most work beside a last taker. Takes O(log takers) time.
     *
     * @param last the last taker, whose own jobs cannot begin yet
     * @param capacity memory that it leaves to others
     */
    long mostBeside(int last, long capacity) {
        Integer own = itemByTaker.get(last);
        return withoutMemory + (own == null ? items.mostInParts(capacity) : items.mostInPartsWithout(own, capacity));
    }

    /** A taker of the group's alternatives may not be the one that is present, and then counts as any job. */
    private boolean isTaker(Workload.Job job) {
        return job.ops().size() == 1 && buffersByTaker.containsKey(job.ops().get(0));
    }

    private void addStep(
            Workload.Job job,
            Map<Integer, Integer> takerByRelease,
            Map<Integer, List<Step>> stepsByTaker,
            SurePaths paths,
            ProblemAnalysis analysis) {
        int taker = takerByRelease.getOrDefault(job.ops().get(0), -1);
        long held = taker < 0 ? 0 : Long.MAX_VALUE;
        for (int op : job.ops()) {
            boolean sameTaker = takerByRelease.getOrDefault(op, -1) == taker;
            held = Math.min(
                    held,
                    sameTaker && taker >= 0
                            ? heldByOriginal.computeIfAbsent(
                                    analysis.replicas().originalOp(op),
                                    original -> heldUntil(op, taker, paths, analysis))
                            : 0);
        }
        if (held > 0) {
            stepsByTaker.computeIfAbsent(taker, key -> new ArrayList<>()).add(new Step(job.work(), held));
        } else {
            withoutMemory += job.work();
        }
    }

    private long heldUntil(int op, int taker, SurePaths paths, ProblemAnalysis analysis) {
        List<Buffer> buffers = buffersByTaker.getOrDefault(taker, List.of());
        List<Integer> releases = new ArrayList<>();
        buffers.forEach(buffer -> releases.addAll(buffer.releasedBy()));
        paths.searchUpTo(op, releases);
        long held = 0;
        for (Buffer buffer : buffers) {
            for (int release : buffer.releasedBy()) {
                if (release == op || (paths.isReached(release) && isPresentWith(op, release, analysis))) {
                    held += buffer.size();
                    break;
                }
            }
        }
        return held;
    }

    private static boolean isPresentWith(int op, int other, ProblemAnalysis analysis) {
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
