package org.takt.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.problem.Mode;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;

/**
 * Random small problems with random legal orders, for properties: shrinkable instances of every placement, link and way
 * of cutting backwards, without memory limits, and orders that follow one random topological order, so that they never
 * wait for each other.
 */
public final class RandomCases {
    private static final int NUMBERS = 24;

    private RandomCases() {}

    /**
     * A problem and orders of its compute streams.
     *
     * @param problem the problem
     * @param orders the orders
     */
    public record Case(Problem problem, DeviceOrders orders) {
        /** Returns the earliest starts under the orders. */
        public Schedule timed() {
            return Schedules.timed(problem, orders);
        }

        @Override
        public String toString() {
            return problem + " ordered " + orders.orders();
        }
    }

    /** Returns problems with orders. */
    public static Arbitrary<Case> cases() {
        return Combinators.combine(instances(), Arbitraries.longs())
                .as((instances, seed) -> ordered(instances.problem(), new Random(seed)));
    }

    /** Returns the {@link #cases} of one pipeline. */
    public static Arbitrary<Case> onePipelineCases() {
        return cases().filter(one -> one.problem().ops().stream().allMatch(op -> op.pipeline() == 0));
    }

    /** Returns fluent instances; costs may be 0. */
    public static Arbitrary<Instances> instances() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(Backward.class),
                        Arbitraries.integers().between(0, 5).list().ofSize(NUMBERS))
                .as(RandomCases::instances);
    }

    private static Instances instances(
            int devices, int microBatches, int placement, int link, Backward backward, List<Integer> numbers) {
        Instances instances = Instances.of(devices, microBatches).backward(backward);
        switch (placement) {
            case 1 -> instances.stages(2 * devices);
            case 2 -> instances.stages(2 * devices).placement(new Placement.V());
            case 3 -> instances.placement(new Placement.Bidirectional(new Placement.Loop()));
            case 4 -> instances.stages(2 * devices).placement(new Placement.Wave(1));
            default -> instances.stages(devices);
        }
        int stages = instances.instance().stages().size();
        for (int stage = 0; stage < stages; stage++) {
            int at = 3 * stage % NUMBERS;
            instances.stageCosts(stage, numbers.get(at), numbers.get(at + 1), numbers.get(at + 2));
            int kept = numbers.get((at + 5) % NUMBERS);
            instances.stageMemory(
                    stage,
                    new StageMemory(
                            numbers.get(at), kept + numbers.get(at + 1), kept, numbers.get((at + 7) % NUMBERS)));
        }
        switch (link) {
            case 1 -> instances.latency(numbers.get(20));
            case 2 -> instances.exclusive(numbers.get(20), numbers.get(21));
            default -> instances.latency(0);
        }
        return instances.speed(0, 1000 + 300 * numbers.get(22)).microBatch(0, 1000 + 500 * numbers.get(23), 1000);
    }

    private static Case ordered(Problem problem, Random random) {
        int[] modes = new int[problem.ops().size()];
        leaveOutAlternatives(problem, modes, random);
        int[] waiting = new int[modes.length];
        List<List<Integer>> successors = new ArrayList<>();
        problem.ops().forEach(op -> successors.add(new ArrayList<>()));
        for (Precedence precedence : problem.precedences()) {
            waiting[precedence.after()]++;
            successors.get(precedence.before()).add(precedence.after());
        }
        List<Integer> ready = new ArrayList<>();
        for (int op = 0; op < waiting.length; op++) {
            if (waiting[op] == 0) {
                ready.add(op);
            }
        }
        Map<Integer, List<Integer>> orders = new HashMap<>();
        problem.devices().forEach(device -> orders.put(orders.size(), new ArrayList<>()));
        while (!ready.isEmpty()) {
            Collections.swap(ready, random.nextInt(ready.size()), ready.size() - 1);
            int op = ready.remove(ready.size() - 1);
            if (modes[op] != Schedule.ABSENT && !problem.ops().get(op).kind().isTransfer()) {
                Mode mode = problem.ops().get(op).modes().get(modes[op]);
                orders.get(mode.resources().get(0)).add(op);
            }
            for (int next : successors.get(op)) {
                if (--waiting[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return new Case(problem, new DeviceOrders(problem, modes, orders));
    }

    /** Where a full backward is an alternative, its input and weight gradient are the next two ops. */
    private static void leaveOutAlternatives(Problem problem, int[] modes, Random random) {
        for (int op = 0; op < modes.length; op++) {
            if (problem.ops().get(op).optional() && problem.ops().get(op).kind() == OpKind.B) {
                boolean full = random.nextBoolean();
                modes[op] = full ? 0 : Schedule.ABSENT;
                modes[op + 1] = full ? Schedule.ABSENT : 0;
                modes[op + 2] = modes[op + 1];
            }
        }
    }
}
