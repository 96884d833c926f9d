package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.RoundSum;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * Consecutive micro-batches of a {@link LocalSequence}, of which the entries of several are bounded together.
 *
 * <p>Where memory is tight, delays between single entries lose much: one micro-batch can pass without waiting while the others
 * wait for it, and next time it is another one's turn. In a sum over the entries of several micro-batches in a row, a round,
 * all of that counts. The most follows from rounds of as many as memory has room for, but smaller ones are proved sooner. With E(j) the
 * entry of micro-batch j, r micro-batches in a round and R(j) = E(j) + … + E(j+r−1), what is bounded is
 *
 * <ul>
 *   <li>R(n) − r·E(0) from the begin to a round,
 *   <li>R(j+n) − R(j) between rounds,
 *   <li>r·(end) − R(m−l) from the first round of the last l micro-batches to the end of what the objective counts,
 * </ul>
 *
 * and r times the objective, less r times what is ahead of the first entry, is at least a chain of these from begin to end. What any two
 * entries are apart at least ({@link EntryDelays}, in closed form) and where micro-batches meet ({@link Meetings}) is part
 * of the problems.
 *
 * <p>In coarse times nothing more is lost than what durations and separations lose: starts divided by the unit keep these where they are rounded down, and
 * every order of the schedule. With the orders kept, the smallest sum is the optimum of a linear program of differences, which
 * is integral, so some coarse schedule attains it.
 */
public final class RoundRelaxation {
    private final LocalSequence local;
    private final Optional<Meetings> meetings;
    private final EntryDelays delays;
    private final int round;
    private final long unit;

    /**
     * Prepares the problems.
     *
     * @param whole the sequence of the whole problem
     * @param round how many micro-batches make a round, at least 1, and so many that they {@link #fits fit}
     * @param unit the unit that times are rounded down to, ticks, at least 1
     */
    public RoundRelaxation(LocalSequence local, MicroBatchSequence whole, int round, long unit) {
        this.local = local;
        this.meetings = Meetings.of(whole);
        this.delays = EntryDelays.of(local.sequence());
        this.round = round;
        this.unit = unit;
    }

    /** Returns whether the sums over a round of so many micro-batches stay within what a problem may hold. */
    public static boolean fits(LocalSequence local, int round) {
        return round <= local.sequence().size()
                && local.sequence().problem().horizon() + local.head() <= Problem.MAX_TOTAL / round;
    }

    /** Returns the unit of time in which the longest op takes about so many ticks. */
    public static long unitFor(LocalSequence local, int longest) {
        return CoarseTimes.unitFor(local.sequence().window(1).problem(), longest);
    }

    /** Returns how many micro-batches there are. */
    public int size() {
        return local.sequence().size();
    }

    /** Returns how many micro-batches memory has room for at once, at most. */
    public int inFlight() {
        return delays.inFlight();
    }

    /** Returns at how many stages all micro-batches that memory has room for at once meet others, or how many these are where none are known to meet. */
    public int meetings() {
        return inFlight() * meetings.map(known -> known.stages().size()).orElse(1);
    }

    /** Returns how many micro-batches make a round. */
    public int round() {
        return round;
    }

    /** Returns the unit that times are rounded down to, ticks. */
    public long unit() {
        return unit;
    }

    /**
     * Returns, in coarse times, the problem from the first entry to a round.
     *
     * @param microBatches how many micro-batches later, at least 1
     * @param known sums between rounds that are proved, in ticks
     */
    public StartSumProblem begin(int microBatches, List<RoundSum> known) {
        Window window = new Window(microBatches + round);
        return window.problem(
                Collections.nCopies(round, window.entries.get(0)),
                window.entries.subList(microBatches, microBatches + round),
                known);
    }

    /** Returns, in coarse times, the problem from a round to one later, as {@link #begin} does. */
    public StartSumProblem between(int microBatches, List<RoundSum> known) {
        Window window = new Window(microBatches + round);
        return window.problem(
                window.entries.subList(0, round), window.entries.subList(microBatches, microBatches + round), known);
    }

    /**
     * Returns, in coarse times, the problem from the first round of the last micro-batches to the end.
     *
     * @param microBatches how many they are, at least a round
     * @param known sums between rounds that are proved, in ticks
     */
    public StartSumProblem end(int microBatches, List<RoundSum> known) {
        Window window = new Window(microBatches);
        int end = window.addEnd();
        return window.problem(window.entries.subList(0, round), Collections.nCopies(round, end), known);
    }

    /** Returns what is known of a sum between rounds without search: the sum of what every entry is delayed at least. */
    public long inClosedForm(int microBatches) {
        return round * delays.between(microBatches);
    }

    /** Returns what is known without search of the sum to {@link #begin}, ticks. */
    public long beginInClosedForm(int microBatches) {
        long sum = 0;
        for (int later = microBatches; later < microBatches + round; later++) {
            sum += delays.between(later);
        }
        return sum;
    }

    /** Returns the most that follows of a sum between rounds from those proved and closed forms, ticks. */
    public long between(List<RoundSum> proved, int microBatches) {
        long[] best = new long[microBatches + 1];
        for (int covered = 1; covered <= microBatches; covered++) {
            best[covered] = inClosedForm(covered);
            for (RoundSum sum : proved) {
                if (sum.microBatches() <= covered) {
                    best[covered] = Math.max(best[covered], sum.ticks() + best[covered - sum.microBatches()]);
                }
            }
        }
        return best[microBatches];
    }

    /** Returns the bound of the whole problem's objective that follows from proved sums, ticks; 0 where they overlap. */
    public long bound(RoundSum begin, List<RoundSum> between, RoundSum end) {
        int rest = size() - begin.microBatches() - end.microBatches();
        if (rest < 0) {
            return 0;
        }
        long sum = begin.ticks() + between(between, rest) + end.ticks();
        return local.head() - Math.floorDiv(-sum, round);
    }

    /** Returns the derivation of that bound. */
    public Derivation.Rounds derivation(RoundSum begin, List<RoundSum> between, RoundSum end) {
        return new Derivation.Rounds(local.devices(), local.entry(), round, unit, begin, between, end);
    }

    /** Returns what certificates call the problems. */
    public String scope() {
        return local.scope();
    }

    /** Some consecutive micro-batches, with what holds of their entries. */
    private final class Window {
        private final MicroBatchSequence.Window window;
        private final List<Op> ops;
        private final List<Precedence> precedences;
        private final List<Integer> entries;

        Window(int microBatches) {
            window = local.sequence().window(microBatches);
            ops = new ArrayList<>(window.problem().ops());
            precedences = new ArrayList<>(window.problem().precedences());
            entries = window.entries();
            precedences.addAll(delays.among(entries, window.problem(), Problem.MAX_TOTAL / 4 / round));
        }

        /** Adds an op behind all that the objective counts, and returns its index. */
        int addEnd() {
            int end = ops.size();
            boolean isSpan = window.problem().objective() instanceof Objective.MaxDeviceSpan;
            List<Integer> entryDevice = ops.get(entries.get(0)).modes().get(0).resources();
            for (int op = 0; op < end; op++) {
                if (!isSpan || ops.get(op).modes().get(0).resources().equals(entryDevice)) {
                    precedences.add(new Precedence(op, end, Lag.NONE));
                }
            }
            ops.add(WindowRelaxation.endOp(
                    ops.stream().mapToInt(Op::stage).max().orElseThrow() + 1));
            return end;
        }

        StartSumProblem problem(List<Integer> from, List<Integer> to, List<RoundSum> known) {
            Problem timed = new Problem(
                    window.problem().devices(),
                    window.problem().resources(),
                    ops,
                    precedences,
                    window.problem().buffers(),
                    List.of(),
                    Objective.MAKESPAN);
            return new StartSumProblem(
                    new CoarseTimes(timed, unit).problem(),
                    entries.get(0),
                    choices(),
                    knownIn(known),
                    StartSum.between(from, to));
        }

        private List<StartSumProblem.Known> knownIn(List<RoundSum> proved) {
            List<StartSumProblem.Known> known = new ArrayList<>();
            for (RoundSum sum : proved) {
                for (int first = 0; first + sum.microBatches() + round <= entries.size(); first++) {
                    int second = first + sum.microBatches();
                    known.add(new StartSumProblem.Known(
                            StartSum.between(
                                    entries.subList(first, first + round), entries.subList(second, second + round)),
                            sum.ticks() / unit));
                }
            }
            return known;
        }

        /** Micro-batches that are further apart than memory has room for never meet. */
        private List<StartSumProblem.Choice> choices() {
            if (meetings.isEmpty()) {
                return List.of();
            }
            List<Map<Role, Integer>> kept = opsOfEach();
            List<StartSumProblem.Choice> choices = new ArrayList<>();
            for (int earlier = 0; earlier < kept.size(); earlier++) {
                for (int later = earlier + 1; later < Math.min(kept.size(), earlier + delays.inFlight()); later++) {
                    meetings.get()
                            .between(kept.get(earlier), kept.get(later))
                            .map(this::coarse)
                            .ifPresent(choices::add);
                }
            }
            return choices;
        }

        private List<Map<Role, Integer>> opsOfEach() {
            Map<Integer, Integer> positions = new HashMap<>();
            IntStream.range(0, entries.size())
                    .forEach(position ->
                            positions.put(ops.get(entries.get(position)).microBatch(), position));
            List<Map<Role, Integer>> ofEach = new ArrayList<>();
            entries.forEach(entry -> ofEach.add(new HashMap<>()));
            for (int op = 0; op < ops.size(); op++) {
                if (!ops.get(op).modes().get(0).resources().isEmpty()) {
                    int position = positions.getOrDefault(ops.get(op).microBatch(), -1);
                    if (position >= 0) {
                        ofEach.get(position).put(Role.of(ops.get(op)), op);
                    }
                }
            }
            return ofEach;
        }

        private StartSumProblem.Choice coarse(StartSumProblem.Choice choice) {
            return new StartSumProblem.Choice(choice.alternatives().stream()
                    .map(separations -> separations.stream()
                            .map(exact -> new Separation(exact.before(), exact.after(), exact.ticks() / unit))
                            .toList())
                    .toList());
        }
    }
}
