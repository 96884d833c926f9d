package org.takt.model.certificate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How a lower bound follows from a problem: all that is needed to build what was solved once more. */
public sealed interface Derivation {
    /** No objective is less than 0. */
    record Trivial() implements Derivation {}

    /** The bound in closed form that the certificate names, on the whole problem. */
    record ClosedForm() implements Derivation {}

    /** There is no schedule at all, as the bound shows that the certificate names: so every value bounds it. */
    record NoSchedule() implements Derivation {}

    /**
     * The problem itself, solved with all times rounded down to a unit.
     *
     * @param unit ticks, at least 1, which rounds nothing off
     */
    record WholeProblem(long unit) implements Derivation {
        public WholeProblem {
            requireUnit(unit);
        }
    }

    /**
     * A relaxation to some devices, solved with all times rounded down to a unit.
     *
     * @param devices indices of the devices that are kept, distinct, at least one
     * @param lastMicroBatches how many micro-batches are kept, in order and after the delays, at least 1; none where the
     *     batch is kept as it is
     * @param unit ticks, at least 1
     * @param delays what was known of the entries of micro-batches, in order of proof; none without {@code
     *     lastMicroBatches}
     * @param entry index of the op with which the first micro-batch enters these devices, where only what follows such ops
     *     is kept; none where micro-batches count from their first op on, and none without {@code lastMicroBatches}
     */
    record Relaxation(
            List<Integer> devices, OptionalInt lastMicroBatches, long unit, List<ProvedDelay> delays, OptionalInt entry)
            implements Derivation {
        /** Describes a relaxation in which micro-batches count from their first op on. */
        public Relaxation(List<Integer> devices, OptionalInt lastMicroBatches, long unit, List<ProvedDelay> delays) {
            this(devices, lastMicroBatches, unit, delays, OptionalInt.empty());
        }

        public Relaxation {
            devices = requireDevices(devices);
            delays = List.copyOf(delays);
            requireUnit(unit);
            if (lastMicroBatches.orElse(1) < 1) {
                throw new IllegalArgumentException(
                        "There are " + lastMicroBatches.getAsInt() + " last micro-batches, expected at least 1.");
            }
            if (lastMicroBatches.isEmpty() && !delays.isEmpty()) {
                throw new IllegalArgumentException(
                        "There are " + delays.size() + " delays, expected none where the whole batch is kept.");
            }
            if (entry.orElse(0) < 0 || (entry.isPresent() && lastMicroBatches.isEmpty())) {
                throw new IllegalArgumentException("The entry is op " + entry.getAsInt()
                        + ", expected an index from 0, and none where the whole batch is kept.");
            }
        }
    }

    /**
     * Sums over the entries of a round of micro-batches, proved on a relaxation to some devices with all times rounded down
     * to a unit: from the first entry to a round, from a round to one some micro-batches later, and from a round to the end.
     *
     * @param devices indices of the devices that are kept, distinct, at least one
     * @param entry index of the op with which the first micro-batch enters these devices
     * @param round how many micro-batches make a round, at least 1
     * @param unit ticks, at least 1
     * @param begin of a round's entries, the first entry subtracted from each, where the round comes so many micro-batches
     *     later
     * @param between of a round's entries less those of the round so many micro-batches before, in order of proof
     * @param end of the objective less a round's entries, where the round is the first of the last so many micro-batches,
     *     at least {@code round}
     */
    record Rounds(
            List<Integer> devices,
            int entry,
            int round,
            long unit,
            RoundSum begin,
            List<RoundSum> between,
            RoundSum end)
            implements Derivation {
        public Rounds {
            devices = requireDevices(devices);
            requireUnit(unit);
            between = List.copyOf(between);
            if (entry < 0 || round < 1 || end.microBatches() < round) {
                throw new IllegalArgumentException("Rounds of " + round + " micro-batches from op " + entry
                        + " with an end of " + end.microBatches()
                        + ", expected at least 1, an index from 0, and at least a round.");
            }
        }
    }

    /**
     * All orders in which micro-batches may meet at some of the stages that they go through on their way there and back, by dynamic
     * programming.
     *
     * @param stages which of them, from 0, ascending, at least one; micro-batches count from the first one on
     * @param width how many states may stand side by side before some are merged, from 1 to {@link #WIDEST}
     * @param goal what was to be proved, if it was known
     */
    record Meetings(List<Integer> stages, int width, Optional<Goal> goal) implements Derivation {
        /** So many fit into little memory. */
        public static final int WIDEST = 200_000;

        /**
         * A value that is to be proved: states with which it is sure to be reached are left out, by what batches of fewer micro-batches
         * take at some stages.
         *
         * @param value ticks, at least 0
         * @param stages which of them, from 0, ascending, at least one; the first one is that of the derivation
         * @param width how many states may stand side by side there, from 1 to {@link #WIDEST}
         */
        public record Goal(long value, List<Integer> stages, int width) {
            public Goal {
                stages = requireStages(stages);
                requireWidth(width);
                if (value < 0) {
                    throw new IllegalArgumentException("The goal is " + value + ", expected at least 0.");
                }
            }
        }

        public Meetings {
            stages = requireStages(stages);
            requireWidth(width);
            if (!isOfOneEntry(stages, goal)) {
                throw new IllegalArgumentException("The stages are " + stages + " and "
                        + goal.orElseThrow().stages() + " for the goal, expected the same first one.");
            }
        }

        /** All orders, with no goal. */
        public Meetings(List<Integer> stages, int width) {
            this(stages, width, Optional.empty());
        }

        /** Returns whether the stages of the goal, if any, begin where those of the derivation do. */
        public static boolean isOfOneEntry(List<Integer> stages, Optional<Goal> goal) {
            return goal.isEmpty() || goal.get().stages().get(0).equals(stages.get(0));
        }

        private static List<Integer> requireStages(List<Integer> stages) {
            if (!isAscending(stages)) {
                throw new IllegalArgumentException(
                        "The stages are " + stages + ", expected one or more ascending indices from 0.");
            }
            return List.copyOf(stages);
        }

        private static void requireWidth(int width) {
            if (width < 1 || width > WIDEST) {
                throw new IllegalArgumentException("The width is " + width + ", expected from 1 to " + WIDEST + ".");
            }
        }

        /** Returns whether there is at least one index, each at least 0 and larger than the one before. */
        public static boolean isAscending(List<Integer> stages) {
            boolean ascends = !stages.isEmpty() && stages.get(0) >= 0;
            for (int index = 1; index < stages.size(); index++) {
                ascends &= stages.get(index - 1) < stages.get(index);
            }
            return ascends;
        }
    }

    /** Returns a copy of the devices' indices, which have to be distinct, at least 0 and at least one. */
    static List<Integer> requireDevices(List<Integer> devices) {
        boolean sound = !devices.isEmpty()
                && devices.stream().distinct().count() == devices.size()
                && devices.stream().allMatch(device -> device >= 0);
        if (!sound) {
            throw new IllegalArgumentException(
                    "The devices are " + devices + ", expected one or more different indices from 0.");
        }
        return List.copyOf(devices);
    }

    /** Checks that a unit of time is at least one tick. */
    static void requireUnit(long unit) {
        if (unit < 1) {
            throw new IllegalArgumentException("The unit is " + unit + " ticks, expected at least 1.");
        }
    }
}
