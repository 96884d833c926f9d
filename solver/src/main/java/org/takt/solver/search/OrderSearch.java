package org.takt.solver.search;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.MicroBatchRanks;

/**
 * Searches for the order in which unequal micro-batches enter and go back: simulated annealing over both orders and the
 * list scheduler's policy, each state being the schedule it leads to. Begins with the order of the problem, the longest
 * first, the shortest first, and rising to the longest and falling again, so that the short ones fill and drain the
 * pipeline. Runs on each worker again and again, ever longer, until the time is spent.
 */
final class OrderSearch {
    /** What scheduling takes per op, in seconds; high enough that on most machines the count ends before the deadline. */
    private static final double SECONDS_PER_OP = 2e-6;

    /** Schedules of the first run, and how much longer each is than the one before. */
    private static final int FIRST_RUN = 500;

    private static final double GROWTH = 1.6;

    /** First and last temperature, as parts of the value. */
    private static final double HOT = 0.01;

    private static final double COLD = 0.0002;

    private static final int LARGEST_WARM_UP = 400;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;
    private final MicroBatchOrders orders;
    private final Optional<ListScheduler> split;
    private final Optional<ListScheduler> fused;
    private final AtomicInteger runs = new AtomicInteger();

    OrderSearch(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        orders = new MicroBatchOrders(problem);
        split = ListScheduler.of(problem, false);
        fused = problem.presenceRules().isEmpty() ? Optional.empty() : ListScheduler.of(problem, true);
    }

    /** Returns whether the order of micro-batches matters: some are not interchangeable. */
    static boolean appliesTo(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        long microBatches = problem.ops().stream()
                .mapToInt(Op::microBatch)
                .filter(microBatch -> microBatch >= 0)
                .distinct()
                .count();
        return problem.objective() instanceof Objective.Makespan
                && microBatches > 1
                && analysis.interchangeable().stream().allMatch(group -> group.size() < microBatches);
    }

    /** Spends some seconds at most. */
    void spend(double seconds) {
        double reserve = engineRuns.secondsLeft() - seconds;
        Workers.runOnEach(engineRuns.workers(), () -> {
            while (!isOver(reserve)) {
                anneal(runs.getAndIncrement(), reserve);
            }
        });
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }

    /** Micro-batches in the order of their forwards and in that of their backwards, and what else decides. */
    private static final class State {
        final int[] entry;
        final int[] backward;
        final ListPolicy policy;

        State(int[] entry, int[] backward, ListPolicy policy) {
            this.entry = entry;
            this.backward = backward;
            this.policy = policy;
        }
    }

    private void anneal(int run, double reserve) {
        Random random = new Random(seed * 1_000_003 + run);
        State state = first(run, random);
        long value = evaluate(state, run);
        long steps = (long) (FIRST_RUN * Math.pow(GROWTH, Math.floorDiv(run, MicroBatchOrders.FIRST)));
        for (long step = 0; step < steps && !isOver(reserve); step++) {
            State changed = change(state, random);
            long reached = evaluate(changed, run);
            double temperature = value * HOT * Math.pow(COLD / HOT, (double) step / steps);
            if (reached <= value || reached - value < -temperature * Math.log(1 - random.nextDouble())) {
                state = changed;
                value = reached;
            }
        }
    }

    private State first(int run, Random random) {
        int[] order = orders.first(run % MicroBatchOrders.FIRST);
        boolean isFused = fused.isPresent() && random.nextBoolean();
        return new State(order, order, policy(random, isFused));
    }

    private static ListPolicy policy(Random random, boolean isFused) {
        return new ListPolicy(
                random.nextInt(LARGEST_WARM_UP), random.nextInt(4) == 0, random.nextInt(101), true, isFused);
    }

    private State change(State state, Random random) {
        int kind = random.nextInt(8);
        if (kind == 0) {
            return new State(state.entry, state.backward, policy(random, state.policy.fused()));
        }
        long move = random.nextLong();
        int[] entry = kind == 1 ? state.entry : MicroBatchOrders.moved(state.entry, new Random(move));
        int[] backward = kind == 2 ? state.backward : MicroBatchOrders.moved(state.backward, new Random(move));
        return new State(entry, backward, state.policy);
    }

    private long evaluate(State state, int run) {
        engineRuns.charge(SECONDS_PER_OP * problem.ops().size());
        Optional<Schedule> found = (state.policy.fused() ? fused : split).flatMap(scheduler -> scheduler
                .inOrder(MicroBatchRanks.ofOrders(state.entry, state.backward))
                .schedule(state.policy));
        if (found.isEmpty()) {
            return Long.MAX_VALUE / 2;
        }
        long value = found.get().lastEnd(problem.ops());
        if (value < bestValue()) {
            progress.offer(found.get(), "search for an order of micro-batches, run " + run);
        }
        return value;
    }

    private long bestValue() {
        return progress.best().map(best -> best.report().value()).orElse(Long.MAX_VALUE);
    }
}
