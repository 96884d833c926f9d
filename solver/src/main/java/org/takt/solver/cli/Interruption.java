package org.takt.solver.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.takt.solver.CancelToken;

/**
 * While open, Ctrl-C or SIGTERM cancels a token and the process ends only after {@link #close()}: time for a search to stop and
 * for its best schedule to be written. The JVM then exits with 130 after SIGINT and 143 after SIGTERM.
 */
final class Interruption implements AutoCloseable {
    /** The most seconds that the process waits; a search that does not stop by then is lost. */
    private static final long PATIENCE_SECONDS = 60;

    private final CancelToken token;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::cancelAndWait, "takt-interruption");

    private Interruption(CancelToken token) {
        this.token = token;
    }

    /** Opens; to be closed when everything is written. */
    static Interruption cancelling(CancelToken token) {
        Interruption interruption = new Interruption(token);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Returns whether the process was asked to end. */
    boolean hasHappened() {
        return token.isCancelled();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException exception) {
            // The process is ending: the hook runs already, and waits no longer.
        }
    }

    private void cancelAndWait() {
        token.cancel();
        try {
            closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
