package org.takt.solver.search;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.bound.MeetingBeam;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * Offers schedules of beams over orders of meetings ({@link MeetingBeam}), one after another on each worker, ever wider. What a
 * turn interrupts goes on in the next.
 */
final class MeetingBeams {
    private static final String SOURCE = "beam over orders of meetings";

    private static final int FIRST = 100;
    private static final int GROWTH = 3;

    /** By what part of their time pending weight gradients make a state worse, in turn. */
    private static final double[] PENDING_SHARES = {0, 0.25};

    /** States of a search together, about 50 bytes each. */
    private static final long MOST_STATES = 20_000_000;

    /** More than that on most machines, so that the count ends before the deadline; by time of a state. */
    private static final double SECONDS_PER_TIME = 3e-8;

    /** The longest search, as part of the time that is left. */
    private static final double LONGEST = 0.3;

    private final Problem problem;
    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Optional<MeetingBeam> beam;
    private final Queue<MeetingBeam.Run> interrupted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger searches = new AtomicInteger();
    private final AtomicLong leastEnd = new AtomicLong(Long.MAX_VALUE);
    /** Whether a wider search would look at the same states again. */
    private volatile boolean isExhausted;

    MeetingBeams(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.problem = analysis.problem();
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.beam = MeetingBeam.of(analysis);
    }

    /** Returns the least end of a schedule that was found, ticks; the largest number before there is one. */
    long leastEnd() {
        return leastEnd.get();
    }

    /** Spends some seconds at most; nothing where the next search would take too long. */
    void spend(double seconds) {
        beam.ifPresent(found -> {
            double reserve = engineRuns.secondsLeft() - seconds;
            Workers.runOnEach(engineRuns.workers(), () -> search(found, reserve));
        });
    }

    private void search(MeetingBeam found, double reserve) {
        while (!isOver(reserve)) {
            Optional<MeetingBeam.Run> run =
                    Optional.ofNullable(interrupted.poll()).or(() -> begin(found, searches.getAndIncrement()));
            if (run.isEmpty()) {
                searches.decrementAndGet();
                return;
            }
            goOn(run.get(), found, reserve);
        }
    }

    private Optional<MeetingBeam.Run> begin(MeetingBeam found, int number) {
        int width = FIRST * (int) Math.pow(GROWTH, Math.min(number / PENDING_SHARES.length, 10));
        boolean fits = !isExhausted
                && (double) width * found.layers() <= MOST_STATES
                && seconds(width, found) <= engineRuns.secondsLeft() * LONGEST;
        if (!fits) {
            return Optional.empty();
        }
        double period = progress.best().isPresent() ? (double) progress.leastValue() / found.microBatches() : 0;
        return Optional.of(found.begin(width, period, PENDING_SHARES[number % PENDING_SHARES.length]));
    }

    private static double seconds(int width, MeetingBeam found) {
        return (double) width * found.layers() * found.timesOfState() * SECONDS_PER_TIME;
    }

    private void goOn(MeetingBeam.Run run, MeetingBeam found, double reserve) {
        run.goOn(() -> isOver(reserve));
        if (run.isOver()) {
            isExhausted = !run.isCut();
            run.orders()
                    .map(new Timing(problem)::earliest)
                    .filter(TimingResult.Timed.class::isInstance)
                    .map(TimingResult.Timed.class::cast)
                    .ifPresent(timed -> offer(timed.schedule(), run.width()));
            engineRuns.charge(seconds(run.width(), found));
        } else {
            interrupted.add(run);
        }
    }

    private void offer(Schedule schedule, int width) {
        leastEnd.accumulateAndGet(schedule.lastEnd(problem.ops()), Math::min);
        progress.offerOrders(schedule, SOURCE + ", width " + width);
    }

    private boolean isOver(double reserve) {
        return progress.isDone() || engineRuns.secondsLeft() <= reserve;
    }
}
