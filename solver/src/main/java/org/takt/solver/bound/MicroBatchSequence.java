package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.symmetry.InterchangeableMicroBatches;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * The micro-batches of a problem in which all of them are interchangeable and leave no choice: every op is mandatory with one
 * mode, and each micro-batch enters with one op that all its others follow.
 *
 * <p>Some optimal schedule then has the micro-batches in the same order in every role (sorting the starts of a role
 * costs nothing). Of that schedule, any n consecutive micro-batches are, from the first one's entry on, a schedule of
 * the same {@link #window}: what the other micro-batches do only takes resources and memory away. So whatever
 * holds for all schedules of the window holds for every n consecutive micro-batches of it. What memory says of the
 * order of takings and releases ({@link ClaimOrders}) is part of the window, so that paths lead from one micro-batch to
 * the next on any device.
 */
public final class MicroBatchSequence {
    /** Relaxations of longer problems might exceed what a problem may hold, ticks. */
    private static final long LONGEST = Problem.MAX_TOTAL / 8;

    private final Problem problem;
    private final Map<Role, List<Integer>> opsByRole;
    private final Role entry;
    private @Nullable List<ClaimOrders.Order> claims;

    /**
     * Some consecutive micro-batches.
     *
     * @param problem the ops of these micro-batches alone, each role in order of micro-batch
     * @param entries index of the entry op of each micro-batch, in order
     * @param origin for each op of the window, its counterpart in the problem for the first micro-batches of it
     */
    public record Window(Problem problem, List<Integer> entries, List<Integer> origin) {}

    private MicroBatchSequence(Problem problem, Map<Role, List<Integer>> opsByRole, Role entry) {
        this.problem = problem;
        this.opsByRole = opsByRole;
        this.entry = entry;
    }

    /** Returns the sequence, or nothing where the problem is not of this form. Takes O(size of the problem) time. */
    public static Optional<MicroBatchSequence> of(Problem problem) {
        return of(problem, () -> InterchangeableMicroBatches.find(problem));
    }

    /** Does what {@link #of(Problem)} does where the micro-batches that may swap are known, or are to be kept. */
    static Optional<MicroBatchSequence> of(
            Problem problem, Supplier<List<InterchangeableMicroBatches.Group>> interchangeable) {
        if (problem.objective() instanceof Objective.PeakMemory
                || !problem.presenceRules().isEmpty()
                || problem.horizon() > LONGEST
                || !problem.ops().stream().allMatch(MicroBatchSequence::isRigid)) {
            return Optional.empty();
        }
        List<InterchangeableMicroBatches.Group> groups = interchangeable.get();
        if (groups.size() != 1) {
            return Optional.empty();
        }
        Map<Role, List<Integer>> opsByRole = groups.get(0).ops();
        return entry(problem, opsByRole).map(role -> new MicroBatchSequence(problem, opsByRole, role));
    }

    private static boolean isRigid(Op op) {
        return !op.optional() && op.modes().size() == 1;
    }

    /** Outside the group only ops that occur once may stand, and none of them before a micro-batch. */
    private static Optional<Role> entry(Problem problem, Map<Role, List<Integer>> opsByRole) {
        Set<Role> entries = new HashSet<>(opsByRole.keySet());
        for (Precedence precedence : problem.precedences()) {
            Role before = Role.of(problem.ops().get(precedence.before()));
            Role after = Role.of(problem.ops().get(precedence.after()));
            if (opsByRole.containsKey(after) && !opsByRole.containsKey(before)) {
                return Optional.empty();
            }
            entries.remove(after);
        }
        int inGroup = opsByRole.values().stream().mapToInt(List::size).sum();
        long once = problem.ops().stream()
                .filter(op -> !opsByRole.containsKey(Role.of(op)))
                .map(Role::of)
                .distinct()
                .count();
        if (entries.size() != 1 || inGroup + once != problem.ops().size()) {
            return Optional.empty();
        }
        Role entry = entries.iterator().next();
        return isExclusive(problem.ops()
                        .get(opsByRole.getOrDefault(entry, List.of()).get(0)))
                ? Optional.of(entry)
                : Optional.empty();
    }

    private static boolean isExclusive(Op op) {
        Mode mode = op.modes().get(0);
        return mode.duration() > 0 && !mode.resources().isEmpty();
    }

    /** Returns the number of micro-batches. */
    public int size() {
        return entries().size();
    }

    /** Returns the entry op of each micro-batch, in order. */
    public List<Integer> entries() {
        return opsByRole.getOrDefault(entry, List.of());
    }

    /** Returns the ops of a role of all micro-batches, in order of these. */
    List<Integer> ops(Role role) {
        return opsByRole.getOrDefault(role, List.of());
    }

    /** Returns the problem. */
    public Problem problem() {
        return problem;
    }

    /** Returns the device on whose compute stream micro-batches enter, if it is one. */
    public Optional<Integer> entryDevice() {
        List<Integer> devices = problem.ops().get(entries().get(0)).modes().get(0).resources().stream()
                .flatMap(resource -> problem.resources().get(resource).devices().stream())
                .distinct()
                .toList();
        return devices.size() == 1 ? Optional.of(devices.get(0)) : Optional.empty();
    }

    /**
     * Returns the window of some micro-batches. Takes O(size of the problem) time, the first time also that of {@link
     * ClaimOrders}.
     *
     * @param microBatches how many, at least 1 and at most {@link #size}
     */
    public Window window(int microBatches) {
        return window(microBatches, microBatches == 1 ? List.of() : claims());
    }

    private synchronized List<ClaimOrders.Order> claims() {
        if (claims == null) {
            claims = ClaimOrders.of(window(1).problem(), size());
        }
        return claims;
    }

    private Window window(int microBatches, List<ClaimOrders.Order> claimOrders) {
        int[] index = new int[problem.ops().size()];
        Arrays.fill(index, -1);
        List<Integer> origin = origin(microBatches);
        List<Op> ops = new ArrayList<>();
        for (int op : origin) {
            index[op] = ops.size();
            ops.add(problem.ops().get(op));
        }
        List<Precedence> precedences = new ArrayList<>();
        for (Precedence precedence : problem.precedences()) {
            if (index[precedence.before()] >= 0 && index[precedence.after()] >= 0) {
                precedences.add(
                        new Precedence(index[precedence.before()], index[precedence.after()], precedence.lag()));
            }
        }
        precedences.addAll(orderOfRoles(microBatches, index));
        precedences.addAll(orderOfClaims(microBatches, index, claimOrders));
        Problem window = new Problem(
                problem.devices(),
                problem.resources(),
                ops,
                precedences,
                buffers(index),
                List.of(),
                problem.objective());
        return new Window(
                window,
                entries().subList(0, microBatches).stream().map(op -> index[op]).toList(),
                origin);
    }

    /**
     * Returns the last micro-batches of a schedule, from the first one's entry on: a schedule of the window where
     * the schedule is in order of micro-batch.
     */
    public Schedule last(Schedule schedule, Window window) {
        int shift = size() - window.entries().size();
        long begin = schedule.start(entries().get(shift));
        long[] starts = new long[window.origin().size()];
        int[] positions = positions();
        for (int op = 0; op < starts.length; op++) {
            int counterpart = window.origin().get(op);
            if (positions[counterpart] >= 0) {
                Role role = Role.of(problem.ops().get(counterpart));
                counterpart = opsByRole.getOrDefault(role, List.of()).get(positions[counterpart] + shift);
            }
            starts[op] = schedule.start(counterpart) - begin;
        }
        return new Schedule(starts, new int[starts.length]);
    }

    private List<Integer> origin(int microBatches) {
        int[] positions = positions();
        List<Integer> origin = new ArrayList<>();
        for (int op = 0; op < positions.length; op++) {
            if (positions[op] < microBatches) {
                origin.add(op);
            }
        }
        return origin;
    }

    /** Returns the position of each op's micro-batch in the sequence, −1 for ops that belong to none. */
    private int[] positions() {
        int[] positions = new int[problem.ops().size()];
        Arrays.fill(positions, -1);
        opsByRole.values().forEach(ops -> {
            for (int position = 0; position < ops.size(); position++) {
                positions[ops.get(position)] = position;
            }
        });
        return positions;
    }

    private List<Precedence> orderOfRoles(int microBatches, int[] index) {
        List<Precedence> orders = new ArrayList<>();
        for (List<Integer> ops : opsByRole.values()) {
            for (int position = 1;
                    position < microBatches && isExclusive(problem.ops().get(ops.get(0)));
                    position++) {
                orders.add(new Precedence(index[ops.get(position - 1)], index[ops.get(position)], Lag.NONE));
            }
        }
        return orders;
    }

    private List<Precedence> orderOfClaims(int microBatches, int[] index, List<ClaimOrders.Order> claimOrders) {
        List<Integer> one = claimOrders.isEmpty() ? List.of() : origin(1);
        List<Precedence> orders = new ArrayList<>();
        for (ClaimOrders.Order order : claimOrders) {
            List<Integer> releases = ofRole(one.get(order.release()));
            List<Integer> takers = ofRole(one.get(order.taker()));
            for (int position = 0; position + order.later() < Math.min(microBatches, takers.size()); position++) {
                if (position < releases.size()) {
                    orders.add(new Precedence(
                            index[releases.get(position)], index[takers.get(position + order.later())], Lag.NONE));
                }
            }
        }
        return orders;
    }

    /** Returns the ops of all micro-batches that have an op's role; none for one outside the micro-batches. */
    private List<Integer> ofRole(int op) {
        return opsByRole.getOrDefault(Role.of(problem.ops().get(op)), List.of());
    }

    private List<Buffer> buffers(int[] index) {
        List<Buffer> buffers = new ArrayList<>();
        for (Buffer buffer : problem.buffers()) {
            boolean isInside = index[buffer.takenAt()] >= 0
                    && buffer.releasedBy().stream().allMatch(op -> index[op] >= 0)
                    && buffer.conditions().stream().allMatch(condition -> index[condition.op()] >= 0);
            if (isInside) {
                buffers.add(new Buffer(
                        buffer.device(),
                        buffer.size(),
                        index[buffer.takenAt()],
                        buffer.releasedBy().stream().map(op -> index[op]).toList(),
                        buffer.conditions().stream()
                                .map(condition -> new Condition(index[condition.op()], condition.modes()))
                                .toList()));
            }
        }
        return buffers;
    }
}
