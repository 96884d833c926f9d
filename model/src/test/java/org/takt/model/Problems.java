package org.takt.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * Writes problems by hand, for what no instance says and for expected expansions. Adding an op or a resource returns
 * its index. Device d is called d0, d1, …; its compute stream is resource d.
 */
public final class Problems {
    private final List<Device> devices = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final List<Op> ops = new ArrayList<>();
    private final List<Precedence> precedences = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<PresenceRule> presenceRules = new ArrayList<>();
    private Objective objective = Objective.MAKESPAN;

    private Problems() {}

    /** Starts a problem with devices without memory limit and their compute streams. */
    public static Problems of(int devices) {
        Problems problems = new Problems();
        for (int device = 0; device < devices; device++) {
            problems.devices.add(new Device("d" + device, 0, OptionalLong.empty()));
            problems.resource("d" + device + " compute", ResourceKind.COMPUTE, device);
        }
        return problems;
    }

    /** Sets what a device holds all the time and its limit. */
    public Problems device(int index, long constantMemory, long memoryLimit) {
        devices.set(index, new Device("d" + index, constantMemory, OptionalLong.of(memoryLimit)));
        return this;
    }

    /** Sets what a device holds all the time, without limit. */
    public Problems device(int index, long constantMemory) {
        devices.set(index, new Device("d" + index, constantMemory, OptionalLong.empty()));
        return this;
    }

    public int resource(String name, ResourceKind kind, Integer... ofDevices) {
        resources.add(new Resource(name, kind, List.of(ofDevices)));
        return resources.size() - 1;
    }

    /** Adds a mandatory op of one mode. */
    public int op(OpKind kind, int stage, int microBatch, long duration, Integer... held) {
        return op(kind, stage, microBatch, false, new Mode(duration, List.of(held)));
    }

    /** Adds an optional op of one mode. */
    public int optional(OpKind kind, int stage, int microBatch, long duration, Integer... held) {
        return op(kind, stage, microBatch, true, new Mode(duration, List.of(held)));
    }

    public int op(OpKind kind, int stage, int microBatch, boolean optional, Mode... modes) {
        ops.add(new Op(kind, 0, stage, microBatch, 0, optional, List.of(modes)));
        return ops.size() - 1;
    }

    public int op(Op op) {
        ops.add(op);
        return ops.size() - 1;
    }

    public Problems precede(int before, int after) {
        return precede(before, after, Lag.NONE);
    }

    public Problems precede(int before, int after, long lag) {
        return precede(before, after, Lag.of(lag));
    }

    public Problems precede(int before, int after, Lag lag) {
        precedences.add(new Precedence(before, after, lag));
        return this;
    }

    public Problems buffer(int device, long size, int takenAt, Integer... releasedBy) {
        buffers.add(new Buffer(device, size, takenAt, List.of(releasedBy)));
        return this;
    }

    public Problems buffer(int device, long size, int takenAt, List<Integer> releasedBy, Condition... conditions) {
        buffers.add(new Buffer(device, size, takenAt, releasedBy, Arrays.asList(conditions)));
        return this;
    }

    public Problems rule(PresenceRule rule) {
        presenceRules.add(rule);
        return this;
    }

    public Problems objective(Objective other) {
        objective = other;
        return this;
    }

    public Problem problem() {
        return new Problem(devices, resources, ops, precedences, buffers, presenceRules, objective);
    }
}
