package org.takt.model.expansion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;

/** A problem while the rules add to it. Adding returns the index of what was added. */
final class Draft {
    private final List<Resource> resources;
    private final List<Op> ops = new ArrayList<>();
    private final List<Precedence> precedences = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final Map<Integer, Enclosure> enclosures = new LinkedHashMap<>();
    private final List<PresenceRule> presenceRules = new ArrayList<>();
    /** The lag added last, which the next precedence often has too. */
    private Lag lastLag = Lag.NONE;

    Draft(List<Resource> resources) {
        this.resources = new ArrayList<>(resources);
    }

    int add(Resource resource) {
        resources.add(resource);
        return resources.size() - 1;
    }

    /** The first and the last of the ops that stand for one. */
    private record Enclosure(int first, int last) {}

    Op op(int index) {
        return ops.get(index);
    }

    void replace(int index, Op op) {
        ops.set(index, op);
    }

    /**
     * Puts an op between two others. What precedes it or is taken at it, whenever added, then precedes or is taken at the first;
     * what it precedes or returns, the last does.
     */
    void enclose(int op, int first, int last) {
        enclosures.put(op, new Enclosure(first, last));
    }

    int add(Op op) {
        ops.add(op);
        return ops.size() - 1;
    }

    void add(PresenceRule rule) {
        presenceRules.add(rule);
    }

    void precede(int before, int after, long lag) {
        lastLag = lastLag.smallest() == lag ? lastLag : Lag.of(lag);
        precedences.add(new Precedence(before, after, lastLag));
    }

    /** Adds a buffer unless it is empty. */
    void hold(int device, long size, int takenAt, List<Integer> releasedBy) {
        if (size > 0) {
            buffers.add(new Buffer(device, size, takenAt, releasedBy));
        }
    }

    Problem toProblem(List<Device> devices, Objective objective) {
        return enclosures.isEmpty()
                ? new Problem(devices, resources, ops, precedences, buffers, presenceRules, objective)
                : new Problem(
                        devices, resources, ops, enclosedPrecedences(), enclosedBuffers(), presenceRules, objective);
    }

    private List<Precedence> enclosedPrecedences() {
        List<Precedence> enclosed = new ArrayList<>();
        for (Precedence precedence : precedences) {
            enclosed.add(new Precedence(last(precedence.before()), first(precedence.after()), precedence.lag()));
        }
        enclosures.forEach((op, around) -> {
            enclosed.add(new Precedence(around.first(), op, Lag.NONE));
            enclosed.add(new Precedence(op, around.last(), Lag.NONE));
        });
        return enclosed;
    }

    private List<Buffer> enclosedBuffers() {
        return buffers.stream()
                .map(buffer -> new Buffer(
                        buffer.device(),
                        buffer.size(),
                        first(buffer.takenAt()),
                        buffer.releasedBy().stream().map(this::last).toList(),
                        buffer.conditions()))
                .toList();
    }

    private int first(int op) {
        Enclosure around = enclosures.get(op);
        return around == null ? op : around.first();
    }

    private int last(int op) {
        Enclosure around = enclosures.get(op);
        return around == null ? op : around.last();
    }
}
