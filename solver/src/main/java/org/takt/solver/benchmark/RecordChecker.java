package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.json.ClaimedBound;
import org.takt.model.json.InvalidCertificateException;
import org.takt.model.json.InvalidScheduleException;
import org.takt.model.json.ScheduleJson;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;
import org.takt.solver.search.CertificateCheck;
import org.takt.solver.search.CertificateCheck.Outcome;

/**
 * Checks records from their instances alone: proves the bound again from its derivation, and, where the schedule was kept,
 * has the verifier look at it.
 */
public final class RecordChecker {
    private final Results results;
    private final SolveOptions options;
    private final Map<Case, Trial> cases = new HashMap<>();

    private record Case(String instance, String objective) {}

    /** A part of a record, and what became of it. */
    private record Finding(Outcome outcome, String reason) {
        static final Finding GOOD = new Finding(Outcome.PROVED, "");

        static Finding unproved(String reason) {
            return new Finding(Outcome.UNPROVED, reason);
        }

        static Finding refuted(String reason) {
            return new Finding(Outcome.REFUTED, reason);
        }
    }

    /**
     * Prepares checks.
     *
     * @param trials what the run may have consisted of
     * @param options time limit of each check, workers, seed and cancel token
     */
    public RecordChecker(Results results, List<Trial> trials, SolveOptions options) {
        this.results = results;
        this.options = options;
        trials.forEach(
                trial -> cases.put(new Case(trial.key().instance(), trial.key().objective()), trial));
    }

    /**
     * Checks a record that has a bound.
     *
     * @throws IOException if a schedule that was kept cannot be read
     */
    public RecordCheck check(BenchmarkRecord record) throws IOException {
        long begin = System.nanoTime();
        Trial trial = cases.get(new Case(record.instance(), record.objective()));
        Finding bound;
        Finding value = Finding.GOOD;
        boolean hasSchedule = false;
        if (trial == null || !trial.digest().equals(record.digest())) {
            bound = Finding.unproved("the instance is not among those of the sets as it was");
        } else {
            bound = boundOf(record, trial.instance());
            Path schedule = results.schedule(record.key());
            hasSchedule = Files.exists(schedule);
            value = hasSchedule ? valueOf(record, trial.instance(), schedule) : value;
        }
        Finding worse = value.outcome().compareTo(bound.outcome()) > 0 ? value : bound;
        return new RecordCheck(
                record,
                worse.outcome(),
                worse.reason(),
                hasSchedule && value.equals(Finding.GOOD),
                Duration.ofNanos(System.nanoTime() - begin));
    }

    private Finding boundOf(BenchmarkRecord record, Instance instance) {
        if (record.status() == RecordStatus.INFEASIBLE) {
            return Finding.unproved("that there is no schedule has no certificate");
        }
        Optional<ClaimedBound> claimed;
        try {
            claimed = record.bound().flatMap(ProvedBound::claim);
        } catch (InvalidCertificateException meaningless) {
            return Finding.refuted("the " + meaningless.getMessage());
        }
        return claimed.map(claim -> proved(instance, claim))
                .orElseGet(() -> Finding.unproved("the record holds no derivation"));
    }

    private Finding proved(Instance instance, ClaimedBound claimed) {
        if (!claimed.objective().equals(instance.objective())) {
            return Finding.refuted(
                    "the certificate bounds " + claimed.objective().name());
        }
        Worst worst = new Worst();
        if (claimed instanceof ClaimedBound.OfBatch batch) {
            Outcome outcome = Takt.check(instance, batch.certificate(), options, worst::onStep);
            return new Finding(outcome, worst.reason);
        }
        worst.onStep(Takt.check(instance, ((ClaimedBound.OfPeriod) claimed).certificate()));
        return new Finding(worst.outcome, worst.reason);
    }

    /** Remembers why a check ends as it does. */
    private static final class Worst {
        private Outcome outcome = Outcome.PROVED;
        private String reason = "";

        void onStep(CertificateCheck.Step step) {
            if (step.outcome().compareTo(outcome) > 0) {
                outcome = step.outcome();
                reason = step.claim() + (step.reason().isEmpty() ? "" : ": " + step.reason());
            }
        }
    }

    private static Finding valueOf(BenchmarkRecord record, Instance instance, Path file) throws IOException {
        Problem problem = Expander.expand(instance);
        Verdict verdict;
        try {
            verdict = new Verifier(problem).verify(ScheduleJson.read(file, instance, problem));
        } catch (InvalidScheduleException none) {
            return Finding.refuted("the schedule is none: " + none.problems().get(0));
        }
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            return Finding.refuted("the verifier rejects the schedule");
        }
        long value = accepted.report().value();
        return record.value().equals(Optional.of(value))
                ? Finding.GOOD
                : Finding.refuted("the schedule's value is " + value);
    }
}
