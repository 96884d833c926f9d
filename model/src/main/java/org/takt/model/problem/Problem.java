package org.takt.model.problem;

import java.util.List;
import java.util.Objects;

/**
 * A pipeline-scheduling problem in its generic form: ops with modes on unary resources, precedences with lags,
 * memory buffers with limits, presence rules, and one objective. Devices, resources and ops are referred to by their
 * index in the lists below. Times are whole ticks, memory whole units.
 *
 * <p>The constructor refuses, with {@link IllegalArgumentException}, indices out of range, cyclic precedences,
 * releasing ops that do not follow the taking op, presence rules on mandatory ops, and problems whose total time or
 * total memory exceeds {@link #MAX_TOTAL}, so that no sum over the problem can overflow. It takes O(size of the
 * problem) time.
 *
 * @param devices the devices
 * @param resources the unary resources
 * @param ops the ops
 * @param precedences the precedences, acyclic taken together
 * @param buffers the memory buffers
 * @param presenceRules the rules on optional ops
 * @param objective what to minimise
 */
public record Problem(
        List<Device> devices,
        List<Resource> resources,
        List<Op> ops,
        List<Precedence> precedences,
        List<Buffer> buffers,
        List<PresenceRule> presenceRules,
        Objective objective) {

    /** The largest sum of all durations and lags, in ticks, and of all memory of a device, in units: 10^15. */
    public static final long MAX_TOTAL = 1_000_000_000_000_000L;

    public Problem {
        devices = List.copyOf(devices);
        resources = List.copyOf(resources);
        ops = List.copyOf(ops);
        precedences = List.copyOf(precedences);
        buffers = List.copyOf(buffers);
        presenceRules = List.copyOf(presenceRules);
        Objects.requireNonNull(objective);
        requireResourcesValid(resources, devices.size());
        requireModesValid(ops, resources.size());
        requirePrecedencesValid(precedences, ops);
        requireBuffersValid(buffers, devices.size(), ops);
        requirePresenceRulesValid(presenceRules, ops);
        requireTotalsInRange(devices, ops, precedences, buffers);
        Graph graph = new Graph(ops, precedences);
        graph.requireAcyclic();
        requireReleasesFollow(ops, graph, buffers);
    }

    /**
     * Returns the same problem on other devices.
     *
     * @throws IllegalArgumentException if there are fewer than resources and buffers name
     */
    public Problem withDevices(List<Device> others) {
        return new Problem(others, resources, ops, precedences, buffers, presenceRules, objective);
    }

    /**
     * Returns the same problem with other ops in the same places.
     *
     * @throws IllegalArgumentException if they do not fit the rest
     */
    public Problem withOps(List<Op> others) {
        return new Problem(devices, resources, others, precedences, buffers, presenceRules, objective);
    }

    /**
     * Returns the same problem with other precedences.
     *
     * @throws IllegalArgumentException if they contradict each other, or a buffer is released before it is taken
     */
    public Problem withPrecedences(List<Precedence> others) {
        return new Problem(devices, resources, ops, others, buffers, presenceRules, objective);
    }

    /** Returns the same problem with another objective. */
    public Problem withObjective(Objective other) {
        return new Problem(devices, resources, ops, precedences, buffers, presenceRules, other);
    }

    /**
     * Refuses, with {@link IllegalArgumentException}, a problem of objective {@code PERIOD}, which is a unit that repeats
     * without end and not a batch with an end.
     */
    public void requireBatch() {
        if (objective instanceof Objective.Period) {
            throw new IllegalArgumentException(
                    "The objective is PERIOD, expected one of a batch: a unit that repeats without end has no end.");
        }
    }

    /** Returns a horizon, in ticks, within which every feasible problem has an optimal schedule: the sum of all longest durations and lags, or the makespan ceiling if smaller. */
    public long horizon() {
        long total = totalTime(ops, precedences);
        return objective instanceof Objective.PeakMemory peak ? Math.min(total, peak.makespanCeiling()) : total;
    }

    private static void requireResourcesValid(List<Resource> resources, int devices) {
        for (Resource resource : resources) {
            resource.devices().forEach(device -> requireIndex("device", device, devices, resource.name()));
        }
    }

    private static void requireModesValid(List<Op> ops, int resources) {
        for (Op op : ops) {
            for (Mode mode : op.modes()) {
                for (int resource : mode.resources()) {
                    if (resource < 0 || resource >= resources) {
                        requireIndex("resource", resource, resources, op.label());
                    }
                }
            }
        }
    }

    private static void requirePrecedencesValid(List<Precedence> precedences, List<Op> ops) {
        for (Precedence precedence : precedences) {
            requireIndex("op", precedence.before(), ops.size(), "a precedence");
            requireIndex("op", precedence.after(), ops.size(), "a precedence");
            if (precedence.lag() instanceof Lag.ByModes table) {
                int rows = ops.get(precedence.before()).modes().size();
                int columns = ops.get(precedence.after()).modes().size();
                if (table.ticks().size() != rows || table.ticks().get(0).size() != columns) {
                    throw new IllegalArgumentException("The table of lags from "
                            + ops.get(precedence.before()).label() + " to "
                            + ops.get(precedence.after()).label() + " must have " + rows + " rows and " + columns
                            + " columns.");
                }
            }
        }
    }

    private static void requireBuffersValid(List<Buffer> buffers, int devices, List<Op> ops) {
        for (Buffer buffer : buffers) {
            requireIndex("device", buffer.device(), devices, "a buffer");
            requireIndex("op", buffer.takenAt(), ops.size(), "a buffer");
            for (int op : buffer.releasedBy()) {
                requireIndex("op", op, ops.size(), "a buffer");
            }
            for (Condition condition : buffer.conditions()) {
                requireIndex("op", condition.op(), ops.size(), "a buffer's condition");
                int modes = ops.get(condition.op()).modes().size();
                condition.modes().forEach(mode -> requireIndex("mode", mode, modes, "a buffer's condition"));
            }
        }
    }

    private static void requirePresenceRulesValid(List<PresenceRule> rules, List<Op> ops) {
        for (PresenceRule rule : rules) {
            if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
                exactlyOne.ops().forEach(op -> requireOptional(op, ops));
            } else if (rule instanceof PresenceRule.Implies implies) {
                requireOptional(implies.op(), ops);
                requireIndex("op", implies.required(), ops.size(), "a presence rule");
            }
        }
    }

    private static void requireOptional(int op, List<Op> ops) {
        requireIndex("op", op, ops.size(), "a presence rule");
        if (!ops.get(op).optional()) {
            throw new IllegalArgumentException(ops.get(op).label() + " stands in a presence rule but is not optional.");
        }
    }

    private static void requireIndex(String what, int index, int size, String where) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "There is no " + what + " " + index + ", named by " + where + "; there are " + size + ".");
        }
    }

    private static void requireTotalsInRange(
            List<Device> devices, List<Op> ops, List<Precedence> precedences, List<Buffer> buffers) {
        totalTime(ops, precedences);
        long[] memory = new long[devices.size()];
        for (int device = 0; device < memory.length; device++) {
            memory[device] = addWithinTotal(0, devices.get(device).constantMemory(), "memory of a device");
        }
        for (Buffer buffer : buffers) {
            memory[buffer.device()] = addWithinTotal(memory[buffer.device()], buffer.size(), "memory of a device");
        }
    }

    private static long totalTime(List<Op> ops, List<Precedence> precedences) {
        long total = 0;
        for (Op op : ops) {
            long longest = 0;
            for (Mode mode : op.modes()) {
                longest = Math.max(longest, mode.duration());
            }
            total = addWithinTotal(total, longest, "time of all ops");
        }
        for (Precedence precedence : precedences) {
            total = addWithinTotal(total, precedence.lag().largest(), "time of all ops and lags");
        }
        return total;
    }

    private static long addWithinTotal(long total, long term, String what) {
        if (term > MAX_TOTAL - total) {
            throw new IllegalArgumentException("The total " + what + " exceeds " + MAX_TOTAL + ".");
        }
        return total + term;
    }

    private static void requireReleasesFollow(List<Op> ops, Graph graph, List<Buffer> buffers) {
        for (Buffer buffer : buffers) {
            for (int release : buffer.releasedBy()) {
                if (!graph.follows(release, buffer.takenAt())) {
                    throw new IllegalArgumentException("A buffer taken by "
                            + ops.get(buffer.takenAt()).label() + " is released by "
                            + ops.get(release).label() + ", which does not follow it.");
                }
            }
        }
    }
}
