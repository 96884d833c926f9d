package org.takt.solver.benchmark;

import java.util.Optional;
import org.takt.model.schedule.Schedule;

/**
 * What a solver says of an instance in the end.
 *
 * @param status how it ended
 * @param value best value
 * @param source what found it
 * @param schedule the schedule of that value, verified; none where only a value is known
 * @param bound highest lower bound
 * @param remark why there is no schedule
 */
public record Answer(
        RecordStatus status,
        Optional<Long> value,
        Optional<String> source,
        Optional<Schedule> schedule,
        Optional<ProvedBound> bound,
        Optional<String> remark) {
    /** Returns the answer of a solver that proves nothing. */
    static Answer unproved(long value, String source, Optional<Schedule> schedule) {
        return new Answer(
                RecordStatus.FEASIBLE,
                Optional.of(value),
                Optional.of(source),
                schedule,
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the answer of a solver that has no schedule. */
    static Answer nothing(String reason) {
        return without(RecordStatus.UNKNOWN, Optional.of(reason));
    }

    /** Returns the answer of a solver that proves that there is no schedule. */
    static Answer infeasible() {
        return without(RecordStatus.INFEASIBLE, Optional.empty());
    }

    /** Returns the answer of a solver that broke down. */
    static Answer failed(String reason) {
        return without(RecordStatus.FAILED, Optional.of(reason));
    }

    private static Answer without(RecordStatus status, Optional<String> remark) {
        return new Answer(status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), remark);
    }
}
