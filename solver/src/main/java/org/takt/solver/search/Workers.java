package org.takt.solver.search;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs one loop on several threads at once. */
final class Workers {
    private Workers() {}

    /** Runs the loop on so many threads and returns when all have ended; an exception in one of them is thrown again here. */
    static void runOnEach(int workers, Runnable loop) {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            CompletableFuture<?>[] loops = new CompletableFuture<?>[workers];
            for (int worker = 0; worker < workers; worker++) {
                loops[worker] = CompletableFuture.runAsync(loop, threads);
            }
            CompletableFuture.allOf(loops).join();
        } catch (CompletionException failed) {
            throw asThrown(failed);
        } finally {
            threads.shutdown();
        }
    }

    private static RuntimeException asThrown(CompletionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException exception ? exception : failed;
    }
}
