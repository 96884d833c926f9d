package org.takt.solver.search;

import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.BeamPolicy;
import org.takt.solver.heuristic.BeamRun;
import org.takt.solver.heuristic.BeamSearch;

/**
 * Offers schedules of beam searches under varied policies, one after another on each worker, ever wider: twice as wide
 * after each round, as long as time and memory allow. What a turn interrupts goes on in the next.
 */
final class WideningBeams {
    /** What a search takes per op and state, in seconds, and per op squared and state, which is for copying; high enough that on most machines it ends before the deadline. */
    private static final double SECONDS_PER_STEP = 1e-6;

    private static final double SECONDS_PER_COPIED_OP = 1.5e-9;

    /** Ops in all states of a beam together; about 100 bytes each. */
    private static final long MOST_OPS = 4_000_000;

    /** Narrower beams find less than list policies do. */
    private static final int NARROWEST = 8;

    private static final int FIRST = 32;

    private static final int WIDEST = 1 << 14;

    /** The longest search, as part of the time that is left. */
    private static final double LONGEST = 0.15;

    /** Searches of one width. */
    private static final int ROUND = 3;

    private static final int[] PASSES = {1, 0, 3};
    private static final double[] MEAN_SHARES = {0, 0.1, 0.25, 0.5, 1, 2};

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final long seed;
    private final Optional<BeamSearch> split;
    private final Optional<BeamSearch> fused;
    private final Queue<BeamRun> interrupted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger searches = new AtomicInteger();

    WideningBeams(Problem problem, Progress progress, EngineRuns engineRuns, long seed) {
        this.problem = problem;
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.seed = seed;
        boolean applies = widest() >= NARROWEST && !(problem.objective() instanceof Objective.PeakMemory);
        split = applies ? BeamSearch.of(problem, false) : Optional.empty();
        fused = applies && !problem.presenceRules().isEmpty() ? BeamSearch.of(problem, true) : Optional.empty();
    }

    /** Spends some seconds at most; nothing where problems are too large for beams. */
    void spend(double seconds) {
        split.ifPresent(always -> {
            double reserve = engineRuns.secondsLeft() - seconds;
            Workers.runOnEach(engineRuns.workers(), () -> search(always, reserve));
        });
    }

    private void search(BeamSearch always, double reserve) {
        while (!isOver(reserve)) {
            Optional<BeamRun> run =
                    Optional.ofNullable(interrupted.poll()).or(() -> begin(always, searches.getAndIncrement()));
            if (run.isEmpty()) {
                return;
            }
            goOn(run.get(), reserve);
        }
    }

    private Optional<BeamRun> begin(BeamSearch always, int number) {
        int affordable = (int) Math.min(WIDEST, engineRuns.secondsLeft() * LONGEST / secondsPerState());
        BeamSearch search = number % 4 == 3 ? fused.orElse(always) : always;
        return affordable < NARROWEST
                ? Optional.empty()
                : Optional.of(search.begin(policy(number, Math.min(width(number), affordable))));
    }

    private void goOn(BeamRun run, double reserve) {
        run.goOn(() -> isOver(reserve));
        if (run.isOver()) {
            run.best().ifPresent(schedule -> offer(schedule, run.policy()));
            engineRuns.charge(run.policy().width() * secondsPerState());
        } else {
            interrupted.add(run);
        }
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }

    private int width(int number) {
        int doublings = Math.min(number / ROUND, Integer.numberOfTrailingZeros(WIDEST / FIRST));
        return Math.min(FIRST << doublings, widest());
    }

    private int widest() {
        return (int) Math.min(WIDEST, MOST_OPS / Math.max(1, problem.ops().size()));
    }

    private double secondsPerState() {
        double ops = problem.ops().size();
        return ops * (SECONDS_PER_STEP + SECONDS_PER_COPIED_OP * ops);
    }

    private BeamPolicy policy(int number, int width) {
        Random random = new Random(seed * 1_000_003 + number);
        return new BeamPolicy(width, PASSES[number % PASSES.length], MEAN_SHARES[random.nextInt(MEAN_SHARES.length)]);
    }

    private void offer(Schedule schedule, BeamPolicy policy) {
        progress.offerOrders(schedule, policy.describe());
    }
}
