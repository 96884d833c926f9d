package org.takt.solver.cpsat;

import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverSolutionCallback;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.SatParameters;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.takt.model.schedule.Schedule;
import org.takt.solver.cpsat.CpSatResult.Outcome;

/**
 * One run of CP-SAT on one encoding. CP-SAT calls back from its own threads; all that they change is guarded by this
 * object's lock, under which the request's consumers are called too, so that they hear one thing at a time.
 */
final class Search {
    private final CpSatRequest request;
    private final TimeScaling scaling;
    private final Encoding encoding;
    private final long begin;
    private final CpSolver solver = new CpSolver();
    private Optional<Incumbent> best;
    private long lowerBound;
    private @Nullable Throwable failure;

    /** How a run ended. */
    enum End {
        /** It is proved that the encoding has no solution. */
        NO_SCHEDULE,
        /** It found or proved what {@link #result} says. */
        RESULT
    }

    /**
     * Prepares a run.
     *
     * @param incumbent a schedule within what is asked for, if one is known
     * @param begin {@link System#nanoTime} at which the time limit began to run
     */
    Search(CpSatRequest request, TimeScaling scaling, Encoding encoding, Optional<Incumbent> incumbent, long begin) {
        this.request = request;
        this.scaling = scaling;
        this.encoding = encoding;
        this.begin = begin;
        best = incumbent;
        lowerBound = request.lowerBound();
    }

    End run() {
        setParameters();
        solver.setLogCallback(line -> guarded(() -> hearLine(line)));
        CpSolverSolutionCallback callback = new CpSolverSolutionCallback() {
            @Override
            public void onSolutionCallback() {
                guarded(() -> hearSolution(this::value, bestObjectiveBound()));
            }
        };
        StopWatcher watcher = new StopWatcher(this::mustStop, solver::stopSearch);
        CpSolverStatus status;
        try {
            status = solver.solve(encoding.model(), callback);
        } finally {
            watcher.close();
            callback.delete();
        }
        throwFailure();
        return end(status);
    }

    /** Returns what a run that ended with {@link End#RESULT} found and proved. */
    synchronized CpSatResult result() {
        Outcome outcome = Outcome.UNKNOWN;
        if (best.isPresent()) {
            outcome = best.get().value() <= lowerBound ? Outcome.OPTIMAL : Outcome.FEASIBLE;
        }
        return new CpSatResult(outcome, best.map(Incumbent::schedule), lowerBound, deterministicTime());
    }

    /** Returns the deterministic time of a run that has ended. */
    double deterministicTime() {
        return solver.response().getDeterministicTime();
    }

    private void setParameters() {
        SatParameters.Builder parameters = solver.getParameters();
        double elapsed = (System.nanoTime() - begin) / 1e9;
        parameters.setMaxTimeInSeconds(Math.max(0, seconds(request.timeLimit()) - elapsed));
        request.deterministicLimit().ifPresent(parameters::setMaxDeterministicTime);
        parameters.setNumWorkers(request.workers());
        parameters.setRandomSeed(request.seed());
        parameters.setRelativeGapLimit(request.gap());
        parameters.setLogSearchProgress(true);
        parameters.setLogToStdout(false);
        // Else CP-SAT takes SIGINT from the JVM, whose shutdown hooks then never run.
        parameters.setCatchSigintSignal(false);
    }

    /** Unlike its nanoseconds, no duration's seconds overflow. */
    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private End end(CpSolverStatus status) {
        if (status == CpSolverStatus.MODEL_INVALID) {
            throw new IllegalStateException(
                    "CP-SAT refuses the model: " + encoding.model().validate());
        }
        if (status == CpSolverStatus.INFEASIBLE) {
            return End.NO_SCHEDULE;
        }
        if (status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE) {
            hearSolution(solver::value, solver.bestObjectiveBound());
        } else {
            hearBound(solver.bestObjectiveBound());
        }
        return End.RESULT;
    }

    private void hearLine(String line) {
        BoundLine.parse(line).ifPresent(bound -> raiseBound(scaling.unscale(bound)));
    }

    private synchronized void hearSolution(ToLongFunction<LinearArgument> values, double bound) {
        Schedule schedule = scaling.unscale(encoding.reader().read(values));
        Incumbent found = Incumbent.of(request.problem(), schedule)
                .orElseThrow(() -> new IllegalStateException("The verifier refuses a schedule that CP-SAT found."));
        if (best.isEmpty() || found.value() < best.get().value()) {
            best = Optional.of(found);
            request.onSchedule().accept(schedule);
        }
        hearBound(bound);
    }

    /** Takes CP-SAT's own bound, an integer but for what floating point made of it; infinite where there is none yet. */
    private void hearBound(double bound) {
        if (Double.isFinite(bound)) {
            raiseBound(scaling.unscale((long) Math.ceil(bound - 1e-6)));
        }
    }

    /** Bounds on the schedules asked for hold for all where they do not exceed what was asked. */
    private synchronized void raiseBound(long bound) {
        if (bound > lowerBound) {
            lowerBound = bound;
            request.onBound().accept(bound);
        }
    }

    private boolean mustStop() {
        boolean[] asked = new boolean[1];
        guarded(() -> asked[0] = request.stop().getAsBoolean());
        synchronized (this) {
            return asked[0] || failure != null;
        }
    }

    /** An exception must not reach the native code that called; it is kept for the caller of {@link #run}. */
    private void guarded(Runnable action) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            try {
                action.run();
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
        }
    }

    private synchronized void throwFailure() {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
