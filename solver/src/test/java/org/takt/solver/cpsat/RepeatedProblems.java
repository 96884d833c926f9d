package org.takt.solver.cpsat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
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
 * Random problems of one random micro-batch repeated, so that there is symmetry to break: two to four ops, some with
 * modes or alternatives, and sometimes an optimizer step after all of them.
 */
final class RepeatedProblems {
    private final Random random;
    private final boolean rigid;
    private final int roles;
    private final int microBatches;
    private final List<Op> ops = new ArrayList<>();
    private final List<Precedence> precedences = new ArrayList<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<PresenceRule> rules = new ArrayList<>();

    private RepeatedProblems(Random random) {
        this.random = random;
        rigid = random.nextBoolean();
        roles = 2 + random.nextInt(rigid ? 3 : 2);
        microBatches = 2 + random.nextInt(roles == 2 ? 3 : 2);
    }

    /** Returns the problem of a seed. */
    static Problem of(long seed) {
        return new RepeatedProblems(new Random((seed + 1) * 0x9E3779B97F4A7C15L)).build();
    }

    private Problem build() {
        boolean alternatives = !rigid && roles > 2 && random.nextBoolean();
        for (int role = 0; role < roles; role++) {
            List<Mode> modes = modes();
            for (int microBatch = 0; microBatch < microBatches; microBatch++) {
                ops.add(new Op(OpKind.F, 0, role, microBatch, 0, alternatives && role > 0, modes));
            }
        }
        if (alternatives) {
            for (int microBatch = 0; microBatch < microBatches; microBatch++) {
                List<Integer> choices = new ArrayList<>();
                for (int role = 1; role < roles; role++) {
                    choices.add(op(role, microBatch));
                }
                rules.add(new PresenceRule.ExactlyOne(choices));
            }
        }
        for (int after = 1; after < roles; after++) {
            for (int before = 0; before < after; before++) {
                if (random.nextInt(3) > 0) {
                    addPrecedences(before, after);
                }
            }
        }
        int kinds = random.nextInt(4);
        for (int kind = 0; kind < kinds; kind++) {
            addBuffers();
        }
        if (random.nextInt(3) == 0) {
            addOptimizer();
        }
        return problem();
    }

    private List<Mode> modes() {
        List<Mode> modes = new ArrayList<>();
        int count = rigid ? 1 : 1 + random.nextInt(2);
        for (int mode = 0; mode < count; mode++) {
            modes.add(new Mode(random.nextInt(4), random.nextInt(5) == 0 ? List.of() : List.of(random.nextInt(2))));
        }
        return modes;
    }

    private void addPrecedences(int before, int after) {
        Lag lag = Lag.of(random.nextInt(3));
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            precedences.add(new Precedence(op(before, microBatch), op(after, microBatch), lag));
        }
    }

    private void addBuffers() {
        int device = random.nextInt(2);
        long size = 1 + random.nextInt(3);
        int taker = random.nextInt(roles);
        List<Integer> releasers = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            releasers.add(taker);
        }
        for (Precedence precedence : precedences) {
            if (precedence.before() == op(taker, 0) && random.nextInt(4) > 0) {
                releasers.add(precedence.after() / microBatches);
            }
        }
        int condition = random.nextInt(4) == 0 ? random.nextInt(roles) : -1;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            int index = microBatch;
            buffers.add(new Buffer(
                    device,
                    size,
                    op(taker, microBatch),
                    releasers.stream().map(role -> op(role, index)).toList(),
                    condition < 0 ? List.of() : List.of(new Condition(op(condition, microBatch), List.of(0)))));
        }
    }

    /** Follows every op; a buffer that it returns after an op of the micro-batch is returned earlier where it is absent. */
    private void addOptimizer() {
        int optimizer = ops.size();
        ops.add(new Op(OpKind.OPTIMIZER, 0, 0, 0, 0, random.nextBoolean(), List.of(new Mode(1, List.of(0)))));
        int taker = random.nextInt(roles);
        int device = random.nextInt(2);
        boolean holds = random.nextBoolean();
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            for (int role = 0; role < roles; role++) {
                precedences.add(new Precedence(op(role, microBatch), optimizer, Lag.NONE));
            }
            if (holds) {
                buffers.add(new Buffer(device, 2, op(taker, microBatch), List.of(op(taker, microBatch), optimizer)));
            }
        }
    }

    private Problem problem() {
        List<Device> devices = new ArrayList<>();
        List<Resource> resources = new ArrayList<>();
        for (int device = 0; device < 2; device++) {
            int index = device;
            long all = buffers.stream()
                    .filter(buffer -> buffer.device() == index)
                    .mapToLong(Buffer::size)
                    .sum();
            OptionalLong limit =
                    random.nextInt(3) == 0 ? OptionalLong.empty() : OptionalLong.of(1 + random.nextInt((int) all + 1));
            devices.add(new Device("d" + device, 0, limit));
            resources.add(new Resource("c" + device, ResourceKind.COMPUTE, List.of(device)));
        }
        Problem problem = new Problem(devices, resources, ops, precedences, buffers, rules, Objective.MAKESPAN);
        return problem.withObjective(
                switch (random.nextInt(3)) {
                    case 0 -> Objective.MAKESPAN;
                    case 1 -> Objective.MAX_DEVICE_SPAN;
                    default -> new Objective.PeakMemory(problem.horizon() / 2 + random.nextInt(5));
                });
    }

    private int op(int role, int microBatch) {
        return role * microBatches + microBatch;
    }
}
