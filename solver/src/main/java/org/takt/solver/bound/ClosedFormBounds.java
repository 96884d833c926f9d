package org.takt.solver.bound;

import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.takt.model.certificate.Certificate;

/** The registry of bounds in closed form. */
public final class ClosedFormBounds {
    private static final List<LowerBound> LINEAR =
            List.of(new CriticalPathBound(), new DeviceLoadBound(), new MemoryRoundTripBound());

    private static final List<LowerBound> OF_TIME =
            concat(LINEAR, List.of(new OvertakingBound(), new WarmUpAndDrainBound()));

    private static final SplitBatchBound SPLIT_BATCH = new SplitBatchBound(OF_TIME);

    private static final List<LowerBound> SLOWER = concat(
            OF_TIME.subList(LINEAR.size(), OF_TIME.size()),
            List.of(
                    new OrderedBatchBound(List.of(new CriticalPathBound(), new DeviceLoadBound())),
                    SPLIT_BATCH,
                    new ResidenceBound(),
                    new TurnBound(),
                    new MemoryNeed()));

    private static final List<LowerBound> ALL_BUT_SLOWEST = concat(LINEAR, SLOWER);

    private static final List<LowerBound> ALL = concat(ALL_BUT_SLOWEST, slowest(() -> false));

    /** Those that candidates attain most often first. */
    private static final List<LowerBound> QUICKEST = List.of(
            new MemoryNeed(),
            new CriticalPathBound(),
            new DeviceLoadBound(),
            new MemoryRoundTripBound(),
            new WarmUpAndDrainBound(),
            new OvertakingBound());

    private ClosedFormBounds() {}

    private static List<LowerBound> concat(List<LowerBound> first, List<LowerBound> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Returns every bound in closed form, cheapest first. */
    public static List<LowerBound> all() {
        return ALL;
    }

    /**
     * Returns the bounds that take less time than one list schedule, however long the batch: paths, loads and round trips,
     * each but for a logarithm linear in the size of the problem.
     */
    public static List<LowerBound> linear() {
        return LINEAR;
    }

    /** Returns those of {@link #all} that are neither {@link #linear} nor {@link #slowest}, cheapest first. */
    public static List<LowerBound> slower() {
        return SLOWER;
    }

    /**
     * Returns those that may take seconds.
     *
     * @param stop asked often; true ends them with what they have proved by then
     */
    public static List<LowerBound> slowest(BooleanSupplier stop) {
        return List.of(new MeetingOrderBound(stop));
    }

    /** Returns the highest certificate of all bounds but the {@link #slowest}. */
    public static Certificate highest(ProblemAnalysis analysis) {
        return ALL_BUT_SLOWEST.stream()
                .map(bound -> bound.compute(analysis))
                .max(Comparator.comparingLong(Certificate::value))
                .orElseThrow();
    }

    /**
     * Returns the bounds that take no longer than a schedule does to build: all but the split batch, which computes them again
     * on parts of the problem.
     */
    public static RisingBound quickest(ProblemAnalysis analysis) {
        return new RisingBound(QUICKEST, analysis);
    }

    /** Returns the split batch bound of the micro-batches on some devices. */
    static Certificate ofSequence(LocalSequence sequence) {
        return SPLIT_BATCH.ofLocal(sequence);
    }

    /** Returns the certificate of every bound for the problem's objective, in the order of {@link #all()}. */
    public static List<Certificate> certificates(ProblemAnalysis analysis) {
        return ALL.stream().map(bound -> bound.compute(analysis)).toList();
    }
}
