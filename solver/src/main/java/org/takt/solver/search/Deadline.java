package org.takt.solver.search;

import java.time.Duration;
import org.takt.solver.CancelToken;

/** When a solve has to stop: its time limit or its cancel token, whichever comes first. Safe for use by several threads. */
final class Deadline {
    /** About a hundred years: longer limits are as good as this, whose nanoseconds a long can hold. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final long begin = System.nanoTime();
    private final Duration limit;
    private final CancelToken cancelToken;

    /** Starts the clock. A limit of centuries counts as one. */
    Deadline(Duration limit, CancelToken cancelToken) {
        this.limit = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
        this.cancelToken = cancelToken;
    }

    Duration limit() {
        return limit;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Returns the time left, never negative. */
    Duration remaining() {
        Duration left = limit.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean hasPassed() {
        return cancelToken.isCancelled() || remaining().isZero();
    }
}
