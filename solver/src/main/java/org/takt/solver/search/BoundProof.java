package org.takt.solver.search;

import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.bound.StartSumProblem;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.cpsat.StartSumResult;

/**
 * One thing to prove: no schedule of a relaxation has a smaller objective than some value.
 *
 * @param claim what follows, for people
 * @param relaxation the relaxation, in coarse times
 * @param least the objective that no schedule may fall below, in coarse times; at least 0
 * @param bound what an objective in coarse times says of what is claimed
 */
record BoundProof(String claim, Relaxed relaxation, long least, LongUnaryOperator bound) {
    /** What is to have no schedule of a smaller objective. */
    sealed interface Relaxed {
        /** Looks for a schedule of at most an objective until the time is up. */
        Found findWithin(long atMost, EngineRuns engineRuns, int workers);
    }

    /**
     * What became of a search.
     *
     * @param isExcluded whether it is proved that there is no schedule
     * @param value the objective of the schedule that was found, if any
     */
    record Found(boolean isExcluded, OptionalLong value) {}

    /** A problem with its own objective. */
    record OfProblem(Problem problem) implements Relaxed {
        @Override
        public Found findWithin(long atMost, EngineRuns engineRuns, int workers) {
            CpSatResult result = engineRuns.findWithin(problem, atMost, workers);
            OptionalLong value = result.schedule().stream()
                    .mapToLong(schedule -> {
                        if (new Verifier(problem).verify(schedule) instanceof Verdict.Accepted accepted) {
                            return accepted.report().value();
                        }
                        throw new IllegalStateException("CP-SAT returned a schedule that the verifier refuses.");
                    })
                    .findFirst();
            return new Found(result.outcome() == CpSatResult.Outcome.INFEASIBLE, value);
        }
    }

    /** A sum of starts, which one thread looks for. */
    record OfSum(StartSumProblem problem) implements Relaxed {
        @Override
        public Found findWithin(long atMost, EngineRuns engineRuns, int workers) {
            StartSumResult result = engineRuns.sumWithin(problem, atMost);
            return new Found(result.isEnded() && result.value().isEmpty(), result.value());
        }
    }
}
