package org.takt.solver.cpsat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A thread that asks again and again whether to stop, and if so stops a search, until it is closed. It stops it more than
 * once because a search that has not begun yet does not hear it.
 */
final class StopWatcher {
    private static final long PERIOD_MILLIS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    StopWatcher(BooleanSupplier stop, Runnable stopSearch) {
        thread = new Thread(() -> watch(stop, stopSearch), "takt-cpsat-stop");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(BooleanSupplier stop, Runnable stopSearch) {
        boolean interrupted = false;
        while (!interrupted && closed.getCount() > 0) {
            if (stop.getAsBoolean()) {
                stopSearch.run();
            }
            try {
                closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException end) {
                interrupted = true;
            }
        }
    }

    /** Ends the thread and waits for it; an interruption meanwhile is kept for the caller. */
    void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
