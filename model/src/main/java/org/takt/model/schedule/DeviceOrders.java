package org.takt.model.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;

/**
 * Which ops are present, in which mode, and in which order they hold the resources that have a given order: the
 * part of a schedule that a runtime executes. Resources without an order are served first come, first served.
 */
public final class DeviceOrders {
    private final int[] modes;
    private final Map<Integer, List<Integer>> orders;

    /**
     * Creates orders.
     *
     * @param modes chosen mode of each op of the problem, or {@link Schedule#ABSENT}
     * @param orders for each ordered resource, by index, the ops that hold it in their chosen mode, all of them, once each
     * @throws IllegalArgumentException if an op has no such mode, or an order lists an op that does not hold the
     *     resource, lists one twice, or misses one
     */
    public DeviceOrders(Problem problem, int[] modes, Map<Integer, List<Integer>> orders) {
        this.modes = modes.clone();
        Map<Integer, List<Integer>> copies = new HashMap<>();
        orders.forEach((resource, order) -> copies.put(resource, List.copyOf(order)));
        this.orders = Map.copyOf(copies);
        requireModesExist(problem);
        requireComplete(problem);
    }

    /** Creates orders in which every op without alternatives is present in its only mode. */
    public static DeviceOrders ofSingleModes(Problem problem, Map<Integer, List<Integer>> orders) {
        return new DeviceOrders(problem, new int[problem.ops().size()], orders);
    }

    /** Returns the modes of a schedule and the order in which it uses every resource. */
    public static DeviceOrders of(Problem problem, Schedule schedule) {
        int[] modes = new int[schedule.size()];
        for (int op = 0; op < modes.length; op++) {
            modes[op] = schedule.mode(op);
        }
        Map<Integer, List<Integer>> orders = new HashMap<>();
        for (int op : new ExecutionOrder(problem).of(schedule)) {
            for (int resource : problem.ops().get(op).modes().get(modes[op]).resources()) {
                orders.computeIfAbsent(resource, index -> new ArrayList<>()).add(op);
            }
        }
        return new DeviceOrders(problem, modes, orders);
    }

    /** Returns the chosen mode of the op, or {@link Schedule#ABSENT}. */
    public int mode(int op) {
        return modes[op];
    }

    /** Returns the ordered resources and their ops in order. */
    public Map<Integer, List<Integer>> orders() {
        return orders;
    }

    private void requireModesExist(Problem problem) {
        if (modes.length != problem.ops().size()) {
            throw new IllegalArgumentException(
                    "Orders got " + modes.length + " modes for " + problem.ops().size() + " ops.");
        }
        for (int op = 0; op < modes.length; op++) {
            if (modes[op] != Schedule.ABSENT
                    && (modes[op] < 0
                            || modes[op] >= problem.ops().get(op).modes().size())) {
                throw new IllegalArgumentException(problem.ops().get(op).label() + " has no mode " + modes[op] + ".");
            }
        }
    }

    private void requireComplete(Problem problem) {
        int[] holders = new int[problem.resources().size()];
        for (int op = 0; op < modes.length; op++) {
            if (modes[op] != Schedule.ABSENT) {
                problem.ops().get(op).modes().get(modes[op]).resources().forEach(resource -> holders[resource]++);
            }
        }
        boolean[] listed = new boolean[modes.length];
        orders.forEach((resource, order) -> {
            requireIndex("resource", resource, holders.length);
            Arrays.fill(listed, false);
            for (int op : order) {
                requireHolds(problem, op, resource);
                if (listed[op]) {
                    throw new IllegalArgumentException(problem.ops().get(op).label() + " is listed twice on "
                            + problem.resources().get(resource).name() + ".");
                }
                listed[op] = true;
            }
            if (order.size() != holders[resource]) {
                throw new IllegalArgumentException(
                        "The order of " + problem.resources().get(resource).name() + " lists " + order.size()
                                + " ops, but " + holders[resource] + " hold it.");
            }
        });
    }

    private void requireHolds(Problem problem, int op, int resource) {
        requireIndex("op", op, modes.length);
        Op candidate = problem.ops().get(op);
        if (modes[op] == Schedule.ABSENT
                || !candidate.modes().get(modes[op]).resources().contains(resource)) {
            throw new IllegalArgumentException(candidate.label() + " is listed on "
                    + problem.resources().get(resource).name() + " but does not hold it.");
        }
    }

    private static void requireIndex(String what, int index, int size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("There is no " + what + " " + index + "; there are " + size + ".");
        }
    }
}
