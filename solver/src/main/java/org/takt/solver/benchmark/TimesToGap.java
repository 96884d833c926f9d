package org.takt.solver.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.takt.solver.Solution;

/**
 * After how many seconds the gap (value − bound) / value was proved to be at most so much; empty where it never was.
 *
 * @param fivePercent a gap of 5 %
 * @param onePercent a gap of 1 %
 * @param tenthOfAPercent a gap of 0.1 %
 * @param proof no gap, or the proof that there is no schedule
 */
public record TimesToGap(
        @JsonProperty("5%") Optional<Double> fivePercent,
        @JsonProperty("1%") Optional<Double> onePercent,
        @JsonProperty("0.1%") Optional<Double> tenthOfAPercent,
        @JsonProperty("proof") Optional<Double> proof) {

    /** Returns when a history reached each gap. O(n²) for n steps. */
    static TimesToGap of(List<History.Incumbent> incumbents, List<History.BoundStep> bounds) {
        return new TimesToGap(
                first(0.05, incumbents, bounds),
                first(0.01, incumbents, bounds),
                first(0.001, incumbents, bounds),
                first(0, incumbents, bounds));
    }

    /** Returns the times of a proof that there is no schedule: nothing before, everything with it. */
    static TimesToGap ofInfeasible(double seconds) {
        Optional<Double> proof = Optional.of(seconds);
        return new TimesToGap(proof, proof, proof, proof);
    }

    private static Optional<Double> first(
            double gap, List<History.Incumbent> incumbents, List<History.BoundStep> bounds) {
        double earliest = incumbents.stream()
                .flatMapToDouble(incumbent -> bounds.stream()
                        .filter(bound -> Solution.relativeGap(incumbent.value(), bound.value()) <= gap)
                        .limit(1)
                        .mapToDouble(bound -> Math.max(incumbent.seconds(), bound.seconds())))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        return DoubleStream.of(earliest).filter(Double::isFinite).boxed().findFirst();
    }
}
