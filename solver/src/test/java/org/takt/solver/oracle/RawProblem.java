package org.takt.solver.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
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
 * Builds one random problem without the structure of a pipeline. Buffers are returned by any ops behind the taking one,
 * or by itself; where an op in between is absent, the return may come before the taking.
 */
final class RawProblem {
    private final Random random;
    private final List<Device> devices = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final List<Op> ops = new ArrayList<>();
    private final List<Precedence> precedences = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<PresenceRule> rules = new ArrayList<>();

    RawProblem(Random random) {
        this.random = random;
    }

    Problem build() {
        addDevices();
        addResources();
        addOps();
        addPrecedences();
        addBuffers();
        Problem problem = new Problem(devices, resources, ops, precedences, buffers, rules, Objective.MAKESPAN);
        return problem.withObjective(RandomProblems.objective(random, problem.horizon()));
    }

    private void addDevices() {
        int count = 1 + random.nextInt(3);
        for (int device = 0; device < count; device++) {
            long constant = random.nextInt(2);
            OptionalLong limit =
                    random.nextInt(3) > 0 ? OptionalLong.of(constant + random.nextInt(9)) : OptionalLong.empty();
            devices.add(new Device("d" + device, constant, limit));
        }
    }

    private void addResources() {
        for (int device = 0; device < devices.size(); device++) {
            resources.add(new Resource("compute " + device, ResourceKind.COMPUTE, List.of(device)));
        }
        if (random.nextInt(4) == 0) {
            resources.add(new Resource("second stream", ResourceKind.COMPUTE, List.of(0)));
        }
        if (random.nextInt(3) == 0) {
            List<Integer> shared = IntStream.range(0, devices.size()).boxed().toList();
            ResourceKind kind = random.nextBoolean() ? ResourceKind.LINK : ResourceKind.COMPUTE;
            resources.add(new Resource("shared", kind, shared));
        }
        if (random.nextInt(3) == 0) {
            resources.add(new Resource("copy engine", ResourceKind.COPY_OUT, List.of(0)));
        }
    }

    private void addOps() {
        int count = 2 + random.nextInt(6);
        int optionalOps = random.nextBoolean() ? random.nextInt(Math.min(5, count)) : 0;
        List<Integer> indices =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(indices, random);
        List<Integer> optional = indices.subList(0, optionalOps);
        for (int op = 0; op < count; op++) {
            ops.add(new Op(
                    OpKind.values()[random.nextInt(OpKind.values().length)],
                    0,
                    random.nextInt(3),
                    random.nextInt(3),
                    0,
                    optional.contains(op),
                    modes()));
        }
        addRules(optional, count);
    }

    private List<Mode> modes() {
        List<Mode> modes = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? 2 : 1;
        for (int mode = 0; mode < count; mode++) {
            List<Integer> held = new ArrayList<>();
            if (random.nextInt(5) > 0) {
                held.add(random.nextInt(resources.size()));
            }
            for (int resource = 0; resource < resources.size(); resource++) {
                if (random.nextInt(6) == 0 && !held.contains(resource)) {
                    held.add(resource);
                }
            }
            modes.add(new Mode(random.nextInt(4), held));
        }
        return modes;
    }

    private void addRules(List<Integer> optional, int count) {
        if (optional.size() >= 2 && random.nextInt(4) > 0) {
            rules.add(new PresenceRule.ExactlyOne(optional.subList(0, 2)));
        }
        if (optional.size() >= 4 && random.nextBoolean()) {
            rules.add(new PresenceRule.ExactlyOne(optional.subList(1, 4)));
        }
        for (int op : optional) {
            int required = random.nextInt(count);
            if (random.nextInt(3) == 0 && required != op) {
                rules.add(new PresenceRule.Implies(op, required));
            }
        }
    }

    private void addPrecedences() {
        for (int after = 1; after < ops.size(); after++) {
            for (int before = 0; before < after; before++) {
                if (random.nextInt(3) == 0) {
                    precedences.add(new Precedence(before, after, lag(before, after)));
                }
            }
        }
    }

    private Lag lag(int before, int after) {
        if (random.nextInt(3) > 0) {
            return Lag.of(random.nextInt(3));
        }
        List<List<Long>> table = new ArrayList<>();
        for (int row = 0; row < ops.get(before).modes().size(); row++) {
            List<Long> lags = new ArrayList<>();
            for (int column = 0; column < ops.get(after).modes().size(); column++) {
                lags.add((long) random.nextInt(3));
            }
            table.add(lags);
        }
        return new Lag.ByModes(table);
    }

    private void addBuffers() {
        int count = random.nextInt(6);
        for (int buffer = 0; buffer < count; buffer++) {
            int takenAt = random.nextInt(ops.size());
            List<Integer> releasedBy = new ArrayList<>();
            if (random.nextInt(6) == 0) {
                releasedBy.add(takenAt);
            }
            for (int follower : followers(takenAt)) {
                if (random.nextInt(3) > 0) {
                    releasedBy.add(follower);
                }
            }
            buffers.add(new Buffer(
                    random.nextInt(devices.size()), 1 + random.nextInt(4), takenAt, releasedBy, conditions()));
        }
    }

    /** Precedences point from lower to higher indices. */
    private List<Integer> followers(int op) {
        Set<Integer> followers = new TreeSet<>();
        for (int after = op + 1; after < ops.size(); after++) {
            int candidate = after;
            if (precedences.stream()
                    .anyMatch(precedence -> precedence.after() == candidate
                            && (precedence.before() == op || followers.contains(precedence.before())))) {
                followers.add(after);
            }
        }
        return List.copyOf(followers);
    }

    private List<Condition> conditions() {
        if (random.nextInt(4) > 0) {
            return List.of();
        }
        int op = random.nextInt(ops.size());
        int mode = random.nextInt(ops.get(op).modes().size());
        return List.of(random.nextBoolean() ? Condition.present(op) : new Condition(op, List.of(mode)));
    }
}
