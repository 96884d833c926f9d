package org.takt.solver.search;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.problem.Problem;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.LowerBound;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.ShorterBatches;
import org.takt.solver.cpsat.CpSatResult;

/**
 * Proves a certificate's bound again from the problem and the derivation alone. A closed form is computed again; where there is
 * to be no schedule, closed forms are asked first, then CP-SAT for any schedule. Of a
 * relaxation, each part is built again and CP-SAT asked for a schedule below the value that is claimed: where there
 * is none, the part is proved, where there is one, it is refuted. The parts do not wait for each other, each takes for
 * granted those before it, so the bound is proved where all parts are. With one worker and the same options the
 * outcome is the same again, unless the time limit or a stop comes first (see {@link SolveOptions}).
 */
public final class CertificateCheck {
    private final Problem problem;
    private final Certificate certificate;
    private final SolveOptions options;
    private final Consumer<Step> listener;
    private final Deadline deadline;
    private final EngineRuns engineRuns;
    private Outcome worst = Outcome.PROVED;

    /** What became of a step, from good to bad. */
    public enum Outcome {
        /** It is proved again. */
        PROVED,
        /** It is neither proved nor refuted within the time limit. */
        UNPROVED,
        /** What it was derived from has a better schedule, or makes no sense for the problem. */
        REFUTED
    }

    /**
     * One part of the check.
     *
     * @param claim what is to be proved
     * @param outcome what became of it
     * @param reason why it is refuted, for the end of a sentence; else empty
     * @param elapsed how long it took
     */
    public record Step(String claim, Outcome outcome, String reason, Duration elapsed) {}

    /**
     * Prepares a check; its clock starts here.
     *
     * @param options time limit, workers, seed and cancel token
     * @param listener hears of each step when it ends, of one at a time
     */
    public CertificateCheck(Problem problem, Certificate certificate, SolveOptions options, Consumer<Step> listener) {
        this.problem = problem;
        this.certificate = certificate;
        this.options = options;
        this.listener = listener;
        this.deadline = new Deadline(options.timeLimit(), options.cancelToken());
        this.engineRuns = new EngineRuns(options, deadline, deadline::hasPassed);
    }

    /** Checks every part and returns the worst outcome of any. */
    public Outcome run() {
        Derivation derivation = certificate.derivation();
        if (derivation instanceof Derivation.Trivial) {
            compare(0);
        } else if (derivation instanceof Derivation.ClosedForm) {
            computeAgain();
        } else if (derivation instanceof Derivation.Meetings meetings) {
            report(claim(), followAgain(meetings), deadline.elapsed());
        } else if (derivation instanceof Derivation.NoSchedule) {
            report(certificate.describe(), excludeAgain(), deadline.elapsed());
        } else {
            proveAgain();
        }
        return worst;
    }

    /** Closed forms prove by themselves that there is no schedule; otherwise CP-SAT is asked for any. */
    private Result excludeAgain() {
        if (certificate.value() > 0) {
            return refuted("there being no schedule gives 0");
        }
        if (Infeasibility.inClosedForm(new ProblemAnalysis(problem), Infeasibility.UNITS)
                .isPresent()) {
            return Result.PROVED;
        }
        if (!certificate.bound().equals(ExactModel.SOURCE)) {
            return refuted("no closed form excludes a schedule");
        }
        CpSatResult result = engineRuns.findWithin(problem, Problem.MAX_TOTAL, options.workers());
        if (result.outcome() == CpSatResult.Outcome.INFEASIBLE) {
            return Result.PROVED;
        }
        return result.schedule().isPresent() ? refuted("there is a schedule") : Result.UNPROVED;
    }

    private void computeAgain() {
        Optional<LowerBound> bound = ClosedFormBounds.all().stream()
                .filter(known -> known.name().equals(certificate.bound()))
                .findFirst();
        if (bound.isPresent()) {
            compare(bound.get().compute(new ProblemAnalysis(problem)).value());
        } else {
            report(claim(), refuted("there is no closed form of this name"), Duration.ZERO);
        }
    }

    private Result followAgain(Derivation.Meetings meetings) {
        Optional<MeetingRelaxation> relaxation = MeetingRelaxation.of(new ProblemAnalysis(problem))
                .filter(found -> last(meetings.stages()) < found.stages())
                .filter(found -> meetings.goal().stream().allMatch(goal -> last(goal.stages()) < found.stages()));
        if (relaxation.isEmpty()) {
            return refuted("micro-batches do not go through these stages and back");
        }
        long derived = followAgain(meetings, relaxation.get()).value();
        if (derived >= certificate.value()) {
            return Result.PROVED;
        }
        return deadline.hasPassed() ? Result.UNPROVED : refuted("it gives " + derived);
    }

    private static int last(List<Integer> stages) {
        return stages.get(stages.size() - 1);
    }

    private MeetingRelaxation.Result followAgain(Derivation.Meetings meetings, MeetingRelaxation relaxation) {
        if (meetings.goal().isEmpty()) {
            return relaxation.bound(meetings.stages(), meetings.width(), deadline::hasPassed);
        }
        Derivation.Meetings.Goal goal = meetings.goal().get();
        ShorterBatches shorter = relaxation.shorter(goal.stages(), goal.width(), deadline::hasPassed);
        return relaxation.bound(meetings.stages(), meetings.width(), shorter, goal.value(), deadline::hasPassed);
    }

    private void compare(long derived) {
        Result result = derived >= certificate.value() ? Result.PROVED : refuted("it gives " + derived);
        report(claim(), result, deadline.elapsed());
    }

    private void proveAgain() {
        try {
            BoundProofs proofs = BoundProofs.of(problem, certificate);
            boolean isWhole = certificate.derivation() instanceof Derivation.WholeProblem;
            int threads = isWhole ? 1 : options.workers();
            Workers.runOnEach(threads, () -> proveEach(proofs, options.workers() / threads));
        } catch (UnsoundDerivationException unsound) {
            report(claim(), refuted(String.valueOf(unsound.getMessage())), deadline.elapsed());
        }
    }

    private void proveEach(BoundProofs proofs, int workers) {
        for (Optional<BoundProof> proof = proofs.next(); proof.isPresent(); proof = proofs.next()) {
            Duration begin = deadline.elapsed();
            Result result = prove(proof.get(), workers);
            report(proof.get().claim(), result, deadline.elapsed().minus(begin));
        }
    }

    private Result prove(BoundProof proof, int workers) {
        if (proof.least() <= 0) {
            return Result.PROVED;
        }
        if (deadline.hasPassed() || engineRuns.secondsLeft() <= 0) {
            return Result.UNPROVED;
        }
        BoundProof.Found found = proof.relaxation().findWithin(proof.least() - 1, engineRuns, workers);
        if (found.isExcluded()) {
            return Result.PROVED;
        }
        return found.value().isPresent()
                ? refuted("it proves " + proof.bound().applyAsLong(found.value().getAsLong()) + " at most")
                : Result.UNPROVED;
    }

    private record Result(Outcome outcome, String reason) {
        static final Result PROVED = new Result(Outcome.PROVED, "");
        static final Result UNPROVED = new Result(Outcome.UNPROVED, "");
    }

    private static Result refuted(String reason) {
        return new Result(Outcome.REFUTED, reason);
    }

    private String claim() {
        return "bound: " + certificate.value() + " by " + certificate.bound() + " on " + certificate.scope();
    }

    private synchronized void report(String claim, Result result, Duration elapsed) {
        if (result.outcome().compareTo(worst) > 0) {
            worst = result.outcome();
        }
        listener.accept(new Step(claim, result.outcome(), result.reason(), elapsed));
    }
}
