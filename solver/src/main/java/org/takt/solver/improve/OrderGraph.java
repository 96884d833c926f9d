package org.takt.solver.improve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;

/**
 * A schedule as a graph: its present ops, named by their position in the execution order, so that every precedence and
 * every resource goes from lower to higher positions, with what each op contributes to the objective when the first
 * starts of the devices stay where they are.
 *
 * <p>For MAX_DEVICE_SPAN an op on a device starts no earlier than that device begins, and ends count from there; so the
 * largest span is a makespan with release times and delivery times. Immutable; O(n log n) for n ops and precedences.
 */
public final class OrderGraph {
    /** Stands for a time that nothing bounds; far enough from overflow that lengths may be added. */
    static final long NEVER = Long.MIN_VALUE / 4;

    final Problem problem;
    final Schedule schedule;
    final int size;

    /** Op at each position, and position of each op, −1 where absent. */
    final int[] op;

    final int[] position;
    final long[] duration;
    final int[][] resources;

    /** The arcs out of position q are those from {@code firstOut[q]} to {@code firstOut[q + 1]} − 1. */
    final int[] firstOut;

    final int[] target;
    final long[] lag;

    /** The positions on each resource in order, and the index in them of each position's resources. */
    final int[][] sequence;

    final int[][] slot;

    /** The earliest start that the begins of devices allow. */
    final long[] release;

    /** What the end of each position adds to the objective: objective ≥ end + delivery; {@link #NEVER} if it does not count. */
    final long[] delivery;

    /** Reads a schedule that keeps the problem's precedences and resources. */
    public OrderGraph(Problem problem, Schedule schedule) {
        this.problem = problem;
        this.schedule = schedule;
        op = new ExecutionOrder(problem)
                .of(schedule).stream().mapToInt(Integer::intValue).toArray();
        size = op.length;
        position = new int[schedule.size()];
        Arrays.fill(position, -1);
        duration = new long[size];
        resources = new int[size][];
        for (int at = 0; at < size; at++) {
            position[op[at]] = at;
            Mode mode = mode(at);
            duration[at] = mode.duration();
            resources[at] =
                    mode.resources().stream().mapToInt(Integer::intValue).toArray();
        }
        firstOut = new int[size + 1];
        List<Precedence> present = presentPrecedences();
        target = new int[present.size()];
        lag = new long[present.size()];
        linkPrecedences(present);
        sequence = sequences();
        slot = slots();
        release = new long[size];
        delivery = new long[size];
        if (problem.objective() instanceof Objective.MaxDeviceSpan) {
            countFromBegins();
        }
    }

    /** Returns the start at a position in the schedule. */
    long start(int at) {
        return schedule.start(op[at]);
    }

    /** Returns the objective as a makespan: the largest of end + delivery. */
    public long value() {
        long value = NEVER;
        for (int at = 0; at < size; at++) {
            value = Math.max(value, start(at) + duration[at] + delivery[at]);
        }
        return value;
    }

    /** Returns the positions on longest paths: no schedule is better that keeps the order of all of one path. */
    int[] critical() {
        long[] tail = delivery.clone();
        for (int at = size - 1; at >= 0; at--) {
            for (int arc = firstOut[at]; arc < firstOut[at + 1]; arc++) {
                tail[at] = Math.max(tail[at], lag[arc] + duration[target[arc]] + tail[target[arc]]);
            }
            for (int held = 0; held < slot[at].length; held++) {
                int[] order = sequence[resources[at][held]];
                if (slot[at][held] + 1 < order.length) {
                    int next = order[slot[at][held] + 1];
                    tail[at] = Math.max(tail[at], duration[next] + tail[next]);
                }
            }
        }
        long value = value();
        return IntStream.range(0, size)
                .filter(at -> start(at) + duration[at] + tail[at] >= value)
                .toArray();
    }

    /** Returns the longest path along precedences from the start of each position to the end, delivery included. */
    long[] tails() {
        long[] tails = new long[size];
        for (int at = size - 1; at >= 0; at--) {
            tails[at] = duration[at] + delivery[at];
            for (int arc = firstOut[at]; arc < firstOut[at + 1]; arc++) {
                tails[at] = Math.max(tails[at], duration[at] + lag[arc] + tails[target[arc]]);
            }
        }
        return tails;
    }

    /** Returns the orders of the resources, each of at most one for an op, that a sequence of all positions gives, modes as they are. */
    DeviceOrders orders(int[] sequence) {
        Map<Integer, List<Integer>> orders = new HashMap<>();
        for (int resource = 0; resource < this.sequence.length; resource++) {
            int on = resource;
            orders.put(
                    resource,
                    Arrays.stream(sequence)
                            .filter(at -> resources[at].length > 0 && resources[at][0] == on)
                            .mapToObj(at -> op[at])
                            .toList());
        }
        int[] modes = new int[schedule.size()];
        Arrays.setAll(modes, schedule::mode);
        return new DeviceOrders(problem, modes, orders);
    }

    private Mode mode(int at) {
        return problem.ops().get(op[at]).modes().get(schedule.mode(op[at]));
    }

    private List<Precedence> presentPrecedences() {
        List<Precedence> present = new ArrayList<>(problem.precedences().size());
        for (Precedence precedence : problem.precedences()) {
            if (position[precedence.before()] >= 0 && position[precedence.after()] >= 0) {
                present.add(precedence);
                firstOut[position[precedence.before()] + 1]++;
            }
        }
        for (int at = 0; at < size; at++) {
            firstOut[at + 1] += firstOut[at];
        }
        return present;
    }

    private void linkPrecedences(List<Precedence> present) {
        int[] next = firstOut.clone();
        for (Precedence precedence : present) {
            int arc = next[position[precedence.before()]]++;
            target[arc] = position[precedence.after()];
            lag[arc] = precedence.lag().between(schedule.mode(precedence.before()), schedule.mode(precedence.after()));
        }
    }

    private int[][] sequences() {
        int[] length = new int[problem.resources().size()];
        for (int[] held : resources) {
            for (int resource : held) {
                length[resource]++;
            }
        }
        int[][] sequences = new int[length.length][];
        Arrays.setAll(sequences, resource -> new int[length[resource]]);
        Arrays.fill(length, 0);
        for (int at = 0; at < size; at++) {
            for (int resource : resources[at]) {
                sequences[resource][length[resource]++] = at;
            }
        }
        return sequences;
    }

    private int[][] slots() {
        int[] next = new int[sequence.length];
        int[][] slots = new int[size][];
        for (int at = 0; at < size; at++) {
            slots[at] = new int[resources[at].length];
            for (int index = 0; index < slots[at].length; index++) {
                slots[at][index] = next[resources[at][index]]++;
            }
        }
        return slots;
    }

    private void countFromBegins() {
        Arrays.fill(delivery, NEVER);
        long[] begin = new long[problem.devices().size()];
        Arrays.fill(begin, Long.MAX_VALUE);
        for (int at = 0; at < size; at++) {
            for (int device : computeDevices(at)) {
                begin[device] = Math.min(begin[device], start(at));
            }
        }
        for (int at = 0; at < size; at++) {
            for (int device : computeDevices(at)) {
                release[at] = Math.max(release[at], begin[device]);
                delivery[at] = Math.max(delivery[at], -begin[device]);
            }
        }
    }

    private List<Integer> computeDevices(int at) {
        List<Integer> devices = new ArrayList<>(1);
        for (int index : resources[at]) {
            Resource resource = problem.resources().get(index);
            if (resource.kind() == ResourceKind.COMPUTE) {
                devices.addAll(resource.devices());
            }
        }
        return devices;
    }
}
