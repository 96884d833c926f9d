package org.takt.solver.search;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs several things at once. */
final class Workers {
    private Workers() {}

    /** Runs the loop on so many threads and returns when all have ended; an exception in one of them is thrown again here. */
    static void runOnEach(int workers, Runnable loop) {
        runAll(Collections.nCopies(workers, loop));
    }

    /** Runs each on a thread of its own and returns when all have ended; an exception in one of them is thrown again here. */
    static void runAll(List<Runnable> works) {
        runAll(works, works.size());
    }

    /**
     * Runs each in turn on the first thread that is free, and returns when all have ended; an exception in one of them is
     * thrown again here.
     *
     * @param workers threads, at least 1
     */
    static void runAll(List<Runnable> works, int workers) {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            CompletableFuture<?>[] ended = works.stream()
                    .map(work -> CompletableFuture.runAsync(work, threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(ended).join();
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
