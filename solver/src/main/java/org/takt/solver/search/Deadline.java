package org.takt.solver.search;

import java.time.Duration;
import org.takt.solver.CancelToken;

/** When a solve has to stop: its time limit or its cancel token, whichever comes first. Safe for use by several threads. */
final class Deadline {
    private final long begin = System.nanoTime();
    private final Duration limit;
    private final CancelToken cancelToken;

    /** Starts the clock. */
    Deadline(Duration limit, CancelToken cancelToken) {
        this.limit = limit;
        this.cancelToken = cancelToken;
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
