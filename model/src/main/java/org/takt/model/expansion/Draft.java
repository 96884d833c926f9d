package org.takt.model.expansion;

import java.util.ArrayList;
import java.util.List;
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
        return new Problem(devices, resources, ops, precedences, buffers, presenceRules, objective);
    }
}
