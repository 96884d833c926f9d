package org.takt.solver.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.json.ScheduleJson;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;

/**
 * Runs trials one after the other and writes a record of each. What the folder has already is not run again: a record of
 * the same instance (by its digest), objective, solver, seed and options that did not fail. A solver that breaks down
 * leaves a record that says so, and the run goes on.
 */
public final class Benchmark {
    private final List<Trial> trials;
    private final RunOptions options;
    private final boolean keepsSchedules;
    private final Results results;
    private final CancelToken cancelToken;
    private final Listener listener;

    /** Hears of progress. */
    public interface Listener {
        /**
         * A trial begins.
         *
         * @param number of the trial among those left to run, from 1
         * @param total how many are left to run at the beginning
         */
        void onTrial(BenchmarkRecord.Key key, int number, int total);

        /** A trial has ended and its record is written. */
        void onRecord(BenchmarkRecord written);
    }

    /**
     * Prepares a run.
     *
     * @param keepsSchedules whether the best schedules are written too
     * @param cancelToken ends the run; what is under way then leaves no record
     * @throws IllegalArgumentException if two trials have the same key, or the results hold a record of one of the
     *     trials made under other options
     */
    public Benchmark(
            List<Trial> trials,
            RunOptions options,
            boolean keepsSchedules,
            Results results,
            CancelToken cancelToken,
            Listener listener) {
        this.trials = List.copyOf(trials);
        this.options = options;
        this.keepsSchedules = keepsSchedules;
        this.results = results;
        this.cancelToken = cancelToken;
        this.listener = listener;
        Set<BenchmarkRecord.Key> keys = new HashSet<>();
        for (Trial trial : trials) {
            if (!keys.add(trial.key())) {
                throw new IllegalArgumentException(
                        "There are two trials of " + trial.key().describe() + ", expected one.");
            }
            results.find(trial.key()).ifPresent(this::requireSameOptions);
        }
    }

    private void requireSameOptions(BenchmarkRecord there) {
        if (!there.options().equals(options)) {
            throw new IllegalArgumentException("The results hold a record of "
                    + there.key().describe() + " made with " + there.options().describe() + ", expected "
                    + options.describe() + " or another folder.");
        }
    }

    /**
     * Runs what is left to run.
     *
     * @param session what to write to the header, unless nothing is left to run
     * @throws IOException if a record cannot be written
     */
    public void run(Session session) throws IOException {
        List<Trial> left = new ArrayList<>(trials);
        left.removeIf(this::isDone);
        if (left.isEmpty()) {
            return;
        }
        int number = results.begin(session);
        for (int index = 0; index < left.size() && !cancelToken.isCancelled(); index++) {
            Trial trial = left.get(index);
            listener.onTrial(trial.key(), index + 1, left.size());
            Outcome made = run(trial, number);
            if (!cancelToken.isCancelled()) {
                results.add(made.record(), made.schedule());
                listener.onRecord(made.record());
            }
        }
    }

    private boolean isDone(Trial trial) {
        return results.find(trial.key())
                .filter(there -> there.digest().equals(trial.digest()) && there.status() != RecordStatus.FAILED)
                .isPresent();
    }

    /**
     * What a trial leaves.
     *
     * @param schedule the file of the schedule, if that is to be kept
     */
    private record Outcome(BenchmarkRecord record, Optional<String> schedule) {}

    private Outcome run(Trial trial, int session) {
        History history = new History();
        PeakMemory.reset();
        long begin = System.nanoTime();
        Answer answer;
        try {
            answer = trial.contestant()
                    .solve(trial.instance(), options.toSolveOptions(trial.seed(), cancelToken), history);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            answer = failed(failure, history);
        }
        double seconds = History.seconds(Duration.ofNanos(System.nanoTime() - begin));
        return new Outcome(
                record(trial, session, answer, seconds, history),
                keepsSchedules ? schedule(trial.instance(), answer) : Optional.empty());
    }

    /** What was found before the breakdown stands in the history only: it is no result. */
    private static Answer failed(Throwable failure, History history) {
        String before = history.incumbents().isEmpty()
                ? ""
                : " after " + history.incumbents().size() + " schedules";
        return Answer.failed(failure.toString().replaceAll("\\s*\\R\\s*", " ") + before);
    }

    private static Optional<String> schedule(Instance instance, Answer answer) {
        return answer.schedule().map(found -> ScheduleJson.write(instance, Expander.expand(instance), found));
    }

    private BenchmarkRecord record(Trial trial, int session, Answer answer, double seconds, History history) {
        boolean infeasible = answer.status() == RecordStatus.INFEASIBLE;
        boolean failed = answer.status() == RecordStatus.FAILED;
        Optional<Double> gap = infeasible
                ? Optional.of(0.0)
                : answer.value()
                        .flatMap(value -> answer.bound().map(bound -> Solution.relativeGap(value, bound.value())));
        TimesToGap times = infeasible
                ? TimesToGap.ofInfeasible(seconds)
                : TimesToGap.of(failed ? List.of() : history.incumbents(), history.bounds());
        return new BenchmarkRecord(
                trial.instance().name(),
                trial.instance().objective().name(),
                trial.contestant().name(),
                trial.seed(),
                trial.category(),
                trial.digest(),
                options,
                session,
                answer.status(),
                answer.value(),
                answer.source(),
                answer.bound(),
                gap,
                times,
                seconds,
                PeakMemory.mebibytes(),
                answer.remark().or(() -> Overrun.remark(options, seconds)),
                history.incumbents(),
                history.bounds());
    }
}
