package org.takt.solver.benchmark;

import java.util.Optional;

/**
 * What a solver says of an instance in the end.
 *
 * @param status how it ended
 * @param value best value
 * @param source what found it
 * @param bound highest lower bound
 * @param remark why there is no schedule
 */
public record Answer(
        RecordStatus status,
        Optional<Long> value,
        Optional<String> source,
        Optional<ProvedBound> bound,
        Optional<String> remark) {
    /** Returns the answer of a solver that proves nothing. */
    static Answer unproved(long value, String source) {
        return new Answer(
                RecordStatus.FEASIBLE, Optional.of(value), Optional.of(source), Optional.empty(), Optional.empty());
    }

    /** Returns the answer of a solver that has no schedule. */
    static Answer nothing(String reason) {
        return new Answer(
                RecordStatus.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    /** Returns the answer of a solver that proves that there is no schedule. */
    static Answer infeasible() {
        return new Answer(
                RecordStatus.INFEASIBLE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
