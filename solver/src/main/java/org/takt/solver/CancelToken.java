package org.takt.solver;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets another thread stop a solve, which then returns its best schedule and bound. May be shared by several solves; safe for use by several threads. */
public final class CancelToken {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Optional<CancelToken> parent;

    public CancelToken() {
        this(Optional.empty());
    }

    private CancelToken(Optional<CancelToken> parent) {
        this.parent = parent;
    }

    /** Returns a token that is cancelled with this one, or alone. */
    public CancelToken child() {
        return new CancelToken(Optional.of(this));
    }

    /** Asks the solves that got this token or a child of it to stop. There is no way back. */
    public void cancel() {
        cancelled.set(true);
    }

    /** Returns whether a stop was asked for. */
    public boolean isCancelled() {
        return cancelled.get() || parent.map(CancelToken::isCancelled).orElse(false);
    }
}
