package org.takt.solver;

import java.util.concurrent.atomic.AtomicBoolean;

/** Lets another thread stop a solve, which then returns its best schedule and bound. May be shared by several solves; safe for use by several threads. */
public final class CancelToken {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** Asks the solves that got this token to stop. There is no way back. */
    public void cancel() {
        cancelled.set(true);
    }

    /** Returns whether a stop was asked for. */
    public boolean isCancelled() {
        return cancelled.get();
    }
}
