package org.takt.solver.search;

import java.util.List;
import java.util.stream.Collectors;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.solver.bound.MeetingOrderBound;
import org.takt.solver.bound.MeetingRelaxation;

/** The highest bound from orders of meetings that was found, with the stages that gave it. For use by one thread. */
final class MeetingBounds {
    /** More than that on most machines, so that the count ends before the deadline. */
    static final double SECONDS_PER_STATE = 2e-6;

    /** What certificates name as that which proved them. */
    private static final String ENGINE = "dynamic programming";

    private final Progress progress;
    private final EngineRuns engineRuns;

    private long highest;
    private List<Integer> best = List.of();

    MeetingBounds(Progress progress, EngineRuns engineRuns) {
        this.progress = progress;
        this.engineRuns = engineRuns;
    }

    long highest() {
        return highest;
    }

    /** Returns the stages that gave most; none before there are some. */
    List<Integer> best() {
        return best;
    }

    /** Counts the time that a result took, and offers it as a bound if it is the highest. Returns it. */
    MeetingRelaxation.Result take(Derivation.Meetings derivation, MeetingRelaxation.Result result) {
        engineRuns.charge(result.states() * SECONDS_PER_STATE);
        if (result.value() > highest) {
            highest = result.value();
            best = derivation.stages();
            progress.raiseBound(new Certificate(highest, MeetingOrderBound.NAME, scope(best), ENGINE, 0, derivation));
        }
        return result;
    }

    private static String scope(List<Integer> stages) {
        return (stages.size() == 1 ? "stage " : "stages ")
                + stages.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
