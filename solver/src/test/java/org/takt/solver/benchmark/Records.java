package org.takt.solver.benchmark;

import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;

/** Builds records fluently. Starts from a feasible one of Takt without value and bound. */
public final class Records {
    static final RunOptions OPTIONS = new RunOptions(60, 2, 0);

    private final String instance;
    private String category = "zero-bubble";
    private String solver = TaktContestant.NAME;
    private int seed;
    private String digest = "d";
    private RecordStatus status = RecordStatus.FEASIBLE;
    private Optional<Long> value = Optional.empty();
    private Optional<ProvedBound> bound = Optional.empty();
    private double time = 60;
    private Optional<Long> peakMemory = Optional.empty();
    private Optional<Double> seconds = Optional.empty();

    private Records(String instance) {
        this.instance = instance;
    }

    public static Records of(String instance) {
        return new Records(instance);
    }

    Records category(String name) {
        category = name;
        return this;
    }

    Records solver(String name) {
        solver = name;
        return this;
    }

    Records seed(int number) {
        seed = number;
        return this;
    }

    Records digest(String text) {
        digest = text;
        return this;
    }

    Records status(RecordStatus ending) {
        status = ending;
        return this;
    }

    Records value(long found) {
        value = Optional.of(found);
        return this;
    }

    Records bound(long proved) {
        bound = Optional.of(
                ProvedBound.of(Objective.MAKESPAN, Certificate.closedForm(proved, "head + load + tail", "device d0")));
        return this;
    }

    /** Says how long the whole solve took. */
    Records taking(double whole) {
        time = whole;
        return this;
    }

    Records peakMemory(long mebibytes) {
        peakMemory = Optional.of(mebibytes);
        return this;
    }

    /** Says when value and bound were there; without, only the end is known. */
    Records after(double time) {
        seconds = Optional.of(time);
        return this;
    }

    public BenchmarkRecord build() {
        List<History.Incumbent> incumbents = value.map(
                        found -> List.of(new History.Incumbent(seconds.orElse(60.0), found, "1F1B")))
                .orElse(List.of());
        List<History.BoundStep> bounds = bound.map(
                        found -> List.of(new History.BoundStep(seconds.orElse(60.0), found.value(), "device load")))
                .orElse(List.of());
        boolean infeasible = status == RecordStatus.INFEASIBLE;
        Optional<Double> gap = infeasible
                ? Optional.of(0.0)
                : value.flatMap(found -> bound.map(proved -> Math.max(0, (double) (found - proved.value()) / found)));
        return new BenchmarkRecord(
                instance,
                "MAKESPAN",
                solver,
                seed,
                category,
                digest,
                OPTIONS,
                0,
                status,
                value,
                value.map(found -> "1F1B"),
                bound,
                gap,
                infeasible ? TimesToGap.ofInfeasible(seconds.orElse(60.0)) : TimesToGap.of(incumbents, bounds),
                time,
                peakMemory,
                status == RecordStatus.FAILED ? Optional.of("It broke.") : Optional.empty(),
                incumbents,
                bounds);
    }
}
