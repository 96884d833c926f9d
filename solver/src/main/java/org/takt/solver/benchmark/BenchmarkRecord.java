package org.takt.solver.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one solver did on one case with one seed.
 *
 * @param instance name of the instance
 * @param objective name of the objective
 * @param solver name of the solver
 * @param seed its seed; 0 where it has none
 * @param category the class it is summarised in, {@code class} in files
 * @param digest SHA-256 of the instance with its objective, as Takt writes it, in hexadecimal
 * @param options what the solver was allowed
 * @param session number of the session in the header, from 0
 * @param status how it ended
 * @param value best value of the objective, of a schedule that the verifier accepts; published values are not verified
 * @param source what found that schedule
 * @param bound the highest lower bound that this solver proved
 * @param gap (value − bound) / value; 0 if it is proved that there is no schedule, empty without value or bound
 * @param times when gaps were reached
 * @param seconds wall-clock time of the whole solve
 * @param peakMemoryMebibytes the most memory that the process held meanwhile, {@code peakMemoryMiB} in files; empty where
 *     the system does not tell
 * @param remark why there is no schedule, how the solver broke down, or that it took too long
 * @param incumbents ever better schedules over time
 * @param bounds ever higher bounds over time
 */
public record BenchmarkRecord(
        String instance,
        String objective,
        String solver,
        int seed,
        @JsonProperty("class") String category,
        String digest,
        RunOptions options,
        int session,
        RecordStatus status,
        Optional<Long> value,
        Optional<String> source,
        Optional<ProvedBound> bound,
        Optional<Double> gap,
        TimesToGap times,
        double seconds,
        @JsonProperty("peakMemoryMiB") Optional<Long> peakMemoryMebibytes,
        Optional<String> remark,
        List<History.Incumbent> incumbents,
        List<History.BoundStep> bounds) {

    /** The order of records in files. */
    static final Comparator<BenchmarkRecord> ORDER = Comparator.comparing(BenchmarkRecord::category)
            .thenComparing(BenchmarkRecord::instance)
            .thenComparing(BenchmarkRecord::objective)
            .thenComparing(BenchmarkRecord::solver)
            .thenComparing(BenchmarkRecord::seed);

    /**
     * What tells a record from the others of a run.
     *
     * @param instance name of the instance
     * @param objective name of the objective
     * @param solver name of the solver
     * @param seed its seed
     */
    public record Key(String instance, String objective, String solver, int seed) {
        /** Returns it for people. */
        public String describe() {
            return instance + " " + objective + " " + solver + " seed " + seed;
        }

        /** Returns a name for the file of its schedule, without characters that mean something in paths. */
        String fileName() {
            return instance.replaceAll("[^\\p{Alnum}._+-]", "-") + "." + objective + "." + solver + "." + seed
                    + ".schedule.json";
        }
    }

    public BenchmarkRecord {
        incumbents = List.copyOf(incumbents);
        bounds = List.copyOf(bounds);
        if (status == RecordStatus.FAILED && remark.isEmpty()) {
            throw new IllegalArgumentException("A failed record has no remark, expected the reason.");
        }
        if (value.isPresent() != source.isPresent()) {
            throw new IllegalArgumentException("Found a value without source or a source without value.");
        }
    }

    public Key key() {
        return new Key(instance, objective, solver, seed);
    }

    /** Returns the gap for means: 1, nothing, where no value or no bound is known. */
    double gapOrOne() {
        return gap.orElse(1.0);
    }

    /** Returns whether it is proved that the value is optimal or that there is no schedule. */
    boolean proves() {
        return times.proof().isPresent();
    }
}
