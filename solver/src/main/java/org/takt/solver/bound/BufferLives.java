package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Buffer;

/**
 * For how long the buffers of a device are held at least, from the longest sure paths between taker and releases. Only
 * buffers that exist in every schedule count.
 */
final class BufferLives {
    /**
     * A buffer that every schedule has.
     *
     * @param buffer the buffer
     * @param length least time between the taker's start and the buffer's end, ticks
     * @param untilRelease least time between the taker's start and the start of any releasing op, ticks
     */
    record Life(Buffer buffer, long length, long untilRelease) {}

    private BufferLives() {}

    /** Returns the lives of the buffers on a device. Takes O(buffers × ops on paths behind a taker) time. */
    static List<Life> on(int device, ProblemAnalysis analysis) {
        SurePaths paths = new SurePaths(analysis);
        List<Life> lives = new ArrayList<>();
        int searched = -1;
        for (Buffer buffer : analysis.problem().buffers()) {
            int taker = buffer.takenAt();
            if (buffer.device() == device && isSure(buffer, analysis)) {
                if (taker != searched) {
                    paths.search(taker, op -> true);
                    searched = taker;
                }
                lives.add(life(buffer, paths, analysis));
            }
        }
        return lives;
    }

    /** Returns whether every schedule has the buffer. */
    static boolean isSure(Buffer buffer, ProblemAnalysis analysis) {
        return analysis.isMandatory(buffer.takenAt())
                && buffer.conditions().stream()
                        .allMatch(condition -> condition.modes().isEmpty() && analysis.isMandatory(condition.op()));
    }

    private static Life life(Buffer buffer, SurePaths paths, ProblemAnalysis analysis) {
        int taker = buffer.takenAt();
        long length = analysis.shortest(taker);
        for (int[] releases : analysis.presence().sureSets(buffer.releasedBy(), taker)) {
            long quickest = Long.MAX_VALUE;
            for (int release : releases) {
                quickest = Math.min(quickest, wait(taker, release, paths, analysis) + analysis.shortest(release));
            }
            length = Math.max(length, quickest);
        }
        long untilRelease = buffer.releasedBy().stream()
                .mapToLong(release -> wait(taker, release, paths, analysis))
                .min()
                .orElse(0);
        return new Life(buffer, length, untilRelease);
    }

    private static long wait(int taker, int release, SurePaths paths, ProblemAnalysis analysis) {
        return paths.isReached(release) ? analysis.shortest(taker) + paths.delay(release) : 0;
    }
}
