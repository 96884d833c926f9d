package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;

/**
 * For how long the buffers of a device are held at least, from the longest sure paths between taker and releases. Only
 * buffers that exist in every schedule count.
 */
final class BufferLives {
    /**
     * A buffer that every schedule has.
     *
     * @param buffer the buffer
     * @param length least time between the taker's start and the buffer's end, ticks; 0 where a release may come first
     * @param untilRelease least time between the taker's start and the start of any releasing op, ticks; 0 where one may
     *     come first
     * @param released whether every schedule has a releasing op
     */
    record Life(Buffer buffer, long length, long untilRelease, boolean released) {
        /** Returns the life of a buffer that repeats this one. */
        Life of(Buffer other) {
            return new Life(other, length, untilRelease, released);
        }
    }

    private BufferLives() {}

    /** Returns the lives of the buffers on a device. The first question about a problem takes as long as {@link #perDevice}. */
    static List<Life> on(int device, ProblemAnalysis analysis) {
        return analysis.lives().get(device);
    }

    /** Returns the lives of the buffers on each device. Takes O(buffers × ops on paths behind a taker) time. */
    static List<List<Life>> perDevice(ProblemAnalysis analysis) {
        SurePaths paths = new SurePaths(analysis);
        List<List<Life>> lives = new ArrayList<>();
        analysis.problem().devices().forEach(device -> lives.add(new ArrayList<>()));
        List<Buffer> buffers = analysis.problem().buffers();
        Replicas replicas = analysis.replicas();
        @Nullable Life[] known = new Life[buffers.size()];
        int searched = -1;
        for (int index = 0; index < known.length; index++) {
            Buffer buffer = buffers.get(index);
            if (!isSure(buffer, analysis)) {
                continue;
            }
            @Nullable Life original = known[replicas.originalBuffer(index)];
            if (original == null && buffer.takenAt() != searched) {
                searched = buffer.takenAt();
                paths.searchUpTo(searched, releasesFrom(index, buffers));
            }
            known[index] = original == null ? life(buffer, paths, analysis) : original.of(buffer);
            lives.get(buffer.device()).add(known[index]);
        }
        return lives;
    }

    /** Returns the releases of a buffer and of those right behind it with the same taker. */
    private static List<Integer> releasesFrom(int first, List<Buffer> buffers) {
        int taker = buffers.get(first).takenAt();
        List<Integer> releases = new ArrayList<>();
        for (int index = first; index < buffers.size() && buffers.get(index).takenAt() == taker; index++) {
            releases.addAll(buffers.get(index).releasedBy());
        }
        return releases;
    }

    /** Returns whether every schedule has the buffer. */
    static boolean isSure(Buffer buffer, ProblemAnalysis analysis) {
        if (!analysis.isMandatory(buffer.takenAt())) {
            return false;
        }
        for (Condition condition : buffer.conditions()) {
            if (!condition.modes().isEmpty() || !analysis.isMandatory(condition.op())) {
                return false;
            }
        }
        return true;
    }

    private static Life life(Buffer buffer, SurePaths paths, ProblemAnalysis analysis) {
        int taker = buffer.takenAt();
        List<int[]> sureReleases = analysis.presence().sureSets(buffer.releasedBy(), taker);
        boolean allFollow = true;
        long untilRelease = buffer.releasedBy().isEmpty() ? 0 : Long.MAX_VALUE;
        for (int release : buffer.releasedBy()) {
            allFollow &= release == taker || paths.isReached(release);
            untilRelease = Math.min(untilRelease, untilStart(taker, release, paths, analysis));
        }
        long length = allFollow ? analysis.shortest(taker) : 0;
        for (int[] releases : sureReleases) {
            long quickest = Long.MAX_VALUE;
            for (int release : releases) {
                quickest = Math.min(quickest, untilEnd(taker, release, paths, analysis));
            }
            length = Math.max(length, quickest);
        }
        return new Life(buffer, length, untilRelease, !sureReleases.isEmpty());
    }

    /** Nothing is sure of a release that follows by way of optional ops: it may even end before the taking. */
    private static long untilEnd(int taker, int release, SurePaths paths, ProblemAnalysis analysis) {
        return release == taker || paths.isReached(release)
                ? untilStart(taker, release, paths, analysis) + analysis.shortest(release)
                : 0;
    }

    private static long untilStart(int taker, int release, SurePaths paths, ProblemAnalysis analysis) {
        return paths.isReached(release) ? analysis.shortest(taker) + paths.delay(release) : 0;
    }
}
