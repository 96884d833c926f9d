package org.takt.solver.benchmark;

import java.time.Duration;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;

/**
 * CP-SAT alone: Takt's encoding of the whole problem, and nothing else. No candidates, no hint, no bounds but CP-SAT's own,
 * no relaxations. For problems of 20 000 ops at most. CP-SAT's presolve does not look at the clock, so that these solves may
 * take longer than they are allowed; their records say so.
 */
public final class ExactPeer implements Contestant {
    /** Its name in records, and the source of its schedules and bounds. */
    public static final String NAME = "exact";

    /**
     * Larger problems are not tried: presolve took six minutes for 24 576 ops where 20 seconds were allowed (OR-Tools 9.15,
     * two cores), without a schedule.
     */
    static final int MOST_OPS = 20_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean dependsOnSeed() {
        return true;
    }

    @Override
    public Answer solve(Instance instance, SolveOptions options, History history) {
        long begin = System.nanoTime();
        Problem problem = Expander.expand(instance);
        if (problem.ops().size() > MOST_OPS) {
            return Answer.nothing("CP-SAT alone is tried for " + MOST_OPS + " ops at most, here are "
                    + problem.ops().size() + ".");
        }
        Verifier verifier = new Verifier(problem);
        Duration left = options.timeLimit().minus(since(begin));
        if (left.isNegative() || left.isZero()) {
            return Answer.nothing("The time limit was reached before the search began.");
        }
        CpSatRequest request = CpSatRequest.of(problem, left)
                .withWorkers(options.workers())
                .withSeed(options.seed())
                .withGap(options.gap())
                .withStop(() -> options.cancelToken().isCancelled())
                .withListeners(
                        schedule -> history.onIncumbent(since(begin), value(verifier, schedule), NAME),
                        bound -> history.onBound(since(begin), certificate(bound, options.seed())));
        CpSatResult result = new CpSatEngine().solve(request);
        if (result.outcome() == CpSatResult.Outcome.INFEASIBLE) {
            return Answer.infeasible();
        }
        Optional<Long> value = result.schedule().map(schedule -> value(verifier, schedule));
        Certificate bound = certificate(result.lowerBound(), options.seed());
        value.ifPresent(found -> history.onIncumbent(since(begin), found, NAME));
        history.onBound(since(begin), bound);
        return new Answer(
                status(result, value, options),
                value,
                value.map(found -> NAME),
                result.schedule(),
                Optional.of(ProvedBound.of(instance.objective(), bound)),
                Optional.empty());
    }

    private static RecordStatus status(CpSatResult result, Optional<Long> value, SolveOptions options) {
        return switch (result.outcome()) {
            case OPTIMAL -> RecordStatus.OPTIMAL;
            case FEASIBLE ->
                Solution.relativeGap(value.orElseThrow(), result.lowerBound()) <= options.gap()
                        ? RecordStatus.WITHIN_GAP
                        : RecordStatus.FEASIBLE;
            case INFEASIBLE -> RecordStatus.INFEASIBLE;
            case UNKNOWN -> RecordStatus.UNKNOWN;
        };
    }

    private static long value(Verifier verifier, Schedule schedule) {
        if (verifier.verify(schedule) instanceof Verdict.Accepted accepted) {
            return accepted.report().value();
        }
        throw new IllegalStateException("CP-SAT returned a schedule that the verifier refuses.");
    }

    private static Certificate certificate(long value, int seed) {
        return new Certificate(
                value,
                "exact model",
                Certificate.WHOLE_PROBLEM,
                "CP-SAT " + CpSatEngine.version(),
                seed,
                new Derivation.WholeProblem(1));
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
