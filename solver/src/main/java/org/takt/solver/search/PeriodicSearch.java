package org.takt.solver.search;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.TimePerMicroBatch;
import org.takt.model.verification.PeriodicVerdict;
import org.takt.model.verification.PeriodicVerifier;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.SteadyStateBounds;
import org.takt.solver.cpsat.KernelEngine;
import org.takt.solver.cpsat.KernelRequest;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.KernelFinder;
import org.takt.solver.kernel.MicroBatchPattern;
import org.takt.solver.kernel.ModuloSearch;
import org.takt.solver.kernel.PeriodBound;

/**
 * Finds steady states: closed-form bounds, then the kernels in schedules of a batch that is long enough to have one, modulo
 * scheduling and CP-SAT on units of 1, 2, … micro-batches. Ends as soon as the asked gap is reached. Whatever it reports was verified.
 */
public final class PeriodicSearch {
    private static final int FEWEST_MICRO_BATCHES = 12;
    private static final int MOST_MICRO_BATCHES = 96;

    /** Ops of the batch whose schedules are searched for kernels. */
    private static final int MOST_OPS = 20_000;

    private static final int SCHEDULES = 6;
    private static final int KERNELS = 40;
    private static final int[] UNITS = {1, 2, 3, 4, 6, 8, 5, 7};

    /** Units of modulo scheduling; larger ones hardly ever find shorter periods in the time they take. */
    private static final int[] MODULO_UNITS = {1, 2, 3, 4};

    /** Ops of the largest of these. */
    private static final int MOST_OPS_OF_MODULO_UNIT = 2_000;

    /** Ops of the units that CP-SAT is asked about; the cyclic model holds several copies of each. */
    private static final int MOST_OPS_OF_UNIT = 1_000;

    /** So many units in a row that nothing but their period counts. */
    private static final int UNITS_WITHOUT_END = 1_000_000;

    /** Deterministic seconds per second of the time limit, as in the search for schedules of batches. */
    private static final double DETERMINISTIC_SHARE = 0.5;

    private final KernelUnits units;
    private final String memoryUnit;
    private final SolveOptions options;
    private final Deadline deadline;
    private final Map<Integer, Kernel> bestOfUnit = new TreeMap<>();
    private Optional<PeriodicSolution.Best> best = Optional.empty();
    private PeriodCertificate certificate = PeriodCertificate.TRIVIAL;

    /**
     * Prepares a search; its clock starts here.
     *
     * @param units for a number of micro-batches, all alike, the problem of so many
     */
    public PeriodicSearch(IntFunction<Problem> units, SolveOptions options) {
        this(units, Infeasibility.UNITS, options);
    }

    /**
     * Prepares a search; its clock starts here.
     *
     * @param units for a number of micro-batches, all alike, the problem of so many
     * @param memoryUnit what memory is counted in, for people
     */
    public PeriodicSearch(IntFunction<Problem> units, String memoryUnit, SolveOptions options) {
        this.memoryUnit = memoryUnit;
        this.deadline = new Deadline(options.timeLimit(), options.cancelToken());
        this.units = new KernelUnits(units);
        this.options = options;
    }

    /** Searches until the gap is reached or a limit or stop comes, and returns the best schedule and bound. */
    public PeriodicSolution run() {
        ProblemAnalysis microBatch = new ProblemAnalysis(batch(1));
        Optional<Infeasibility> infeasibility = Infeasibility.inClosedForm(microBatch, memoryUnit);
        if (infeasibility.isEmpty()) {
            certificate = SteadyStateBounds.highest(microBatch);
            searchBatch(batch(microBatchesFor(microBatch)));
            searchUnits();
            improve();
        }
        return new PeriodicSolution(
                status(infeasibility),
                best,
                infeasibility
                        .map(Infeasibility::certificate)
                        .map(PeriodCertificate::noSchedule)
                        .orElse(certificate),
                infeasibility.map(Infeasibility::reason),
                deadline.elapsed());
    }

    private Problem batch(int microBatches) {
        return units.unit(microBatches).withObjective(Objective.MAKESPAN);
    }

    /** Returns a number of micro-batches that is some times what is under way when nothing but the bound holds it up. */
    private int microBatchesFor(ProblemAnalysis microBatch) {
        long passage = 0;
        for (int op = 0; op < microBatch.problem().ops().size(); op++) {
            passage = Math.max(passage, microBatch.head(op) + microBatch.shortest(op));
        }
        double underWay = passage / Math.max(1, certificate.value().approximate());
        long wanted = Math.round(4 * Math.min(underWay, MOST_MICRO_BATCHES));
        int affordable = MOST_OPS / Math.max(1, microBatch.problem().ops().size());
        long most = Math.max(2, Math.min(MOST_MICRO_BATCHES, affordable));
        return (int) Math.min(most, Math.max(FEWEST_MICRO_BATCHES, wanted));
    }

    /** Offers the kernels in schedules of the batch, and the one that runs one micro-batch after the other. */
    private void searchBatch(Problem batch) {
        KernelFinder finder = new KernelFinder(batch);
        for (SteadyBatch.Found found : new SteadyBatch(batch, this::isDone).shortest(SCHEDULES)) {
            MicroBatchPattern.of(batch, modes(found))
                    .ifPresent(pattern -> offer(Kernel.sequential(pattern), "one micro-batch after the other"));
            for (Kernel kernel : finder.in(found.schedule(), KERNELS, this::isDone)) {
                offer(kernel, "kernel of " + found.source());
            }
        }
    }

    private static int[] modes(SteadyBatch.Found found) {
        int[] modes = new int[found.schedule().size()];
        for (int op = 0; op < modes.length; op++) {
            modes[op] = found.schedule().mode(op);
        }
        return modes;
    }

    /** Offers what modulo scheduling finds for units of one size after the other. */
    private void searchUnits() {
        for (int size : MODULO_UNITS) {
            Optional<Kernel> start =
                    startOf(size).filter(found -> found.pattern().opsPerUnit() <= MOST_OPS_OF_MODULO_UNIT);
            if (start.isPresent() && !isDone() && mayImprove(start.get())) {
                new ModuloSearch(start.get().pattern(), options.seed())
                        .search(
                                start.get().period(),
                                this::isDone,
                                kernel -> offer(kernel, "modulo scheduling of units of " + size));
            }
        }
    }

    /** Asks CP-SAT about units of one size after the other, each beginning with the best kernel that makes up such a unit. */
    private void improve() {
        int rounds = UNITS.length;
        for (int size : UNITS) {
            if (isDone()) {
                return;
            }
            double seconds = secondsOfRound(rounds--);
            Optional<Kernel> start = startOf(size);
            if (start.isPresent()
                    && start.get().pattern().opsPerUnit() <= MOST_OPS_OF_UNIT
                    && mayImprove(start.get())) {
                improve(start.get(), seconds);
            }
        }
    }

    /** Returns whether units of this size may be better than the best, by the bound. */
    private boolean mayImprove(Kernel kernel) {
        int microBatches = kernel.pattern().microBatches();
        long least = certificate.value().leastPeriod(microBatches).longValueExact();
        TimePerMicroBatch possible = TimePerMicroBatch.of(least, microBatches);
        return best.isEmpty() || possible.compareTo(best.get().value()) < 0;
    }

    private void improve(Kernel start, double seconds) {
        boolean isDeterministic = options.workers() == 1;
        MicroBatchPattern pattern = start.pattern();
        long least = certificate.value().leastPeriod(pattern.microBatches()).longValueExact();
        Kernel improved = new KernelEngine()
                .improve(new KernelRequest(
                        start,
                        UNITS_WITHOUT_END,
                        Math.max(least, PeriodBound.of(pattern)),
                        isDeterministic ? deadline.remaining() : Duration.ofNanos((long) (seconds * 1e9)),
                        isDeterministic ? OptionalDouble.of(seconds) : OptionalDouble.empty(),
                        options.workers(),
                        options.seed(),
                        deadline::hasPassed));
        offer(improved, "CP-SAT on units of " + pattern.microBatches());
    }

    /** Returns the best verified kernel of a unit, one made of smaller ones where that is better. */
    private Optional<Kernel> startOf(int size) {
        Kernel start = null;
        for (Map.Entry<Integer, Kernel> entry : bestOfUnit.entrySet()) {
            if (size % entry.getKey() == 0) {
                Kernel candidate = entry.getValue().inUnitsOf(size / entry.getKey());
                if (start == null || candidate.period() < start.period()) {
                    start = candidate;
                }
            }
        }
        return Optional.ofNullable(start);
    }

    private void offer(Kernel kernel, String source) {
        PeriodicSchedule schedule = units.schedule(kernel);
        int size = schedule.microBatches();
        Kernel known = bestOfUnit.get(size);
        if (known != null && known.period() <= kernel.period()) {
            return;
        }
        Problem unit = units.unit(size);
        if (new PeriodicVerifier(unit).verify(schedule) instanceof PeriodicVerdict.Accepted accepted) {
            bestOfUnit.put(size, kernel);
            if (best.isEmpty()
                    || schedule.timePerMicroBatch().compareTo(best.get().value()) < 0) {
                best = Optional.of(new PeriodicSolution.Best(unit, schedule, accepted.report(), source));
            }
        }
    }

    /** With one worker rounds share deterministic time equally, so that the result does not depend on the machine's load. */
    private double secondsOfRound(int rounds) {
        return options.workers() == 1
                ? DETERMINISTIC_SHARE * deadline.limit().toNanos() / 1e9 / UNITS.length
                : deadline.remaining().toNanos() / 1e9 / rounds;
    }

    private boolean isDone() {
        return deadline.hasPassed() || isGapReached();
    }

    private boolean isOptimal() {
        return best.isPresent() && best.get().value().compareTo(certificate.value()) <= 0;
    }

    private boolean isGapReached() {
        return isOptimal()
                || (options.gap() > 0
                        && best.isPresent()
                        && PeriodicSolution.relativeGap(best.get().value(), certificate.value()) <= options.gap());
    }

    private Status status(Optional<Infeasibility> infeasibility) {
        if (infeasibility.isPresent()) {
            return Status.INFEASIBLE;
        }
        if (best.isEmpty()) {
            return Status.UNKNOWN;
        }
        if (isOptimal()) {
            return Status.OPTIMAL;
        }
        return isGapReached() ? Status.WITHIN_GAP : Status.FEASIBLE;
    }
}
