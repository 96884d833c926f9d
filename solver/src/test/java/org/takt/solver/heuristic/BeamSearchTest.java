package org.takt.solver.heuristic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

class BeamSearchTest {
    private static final BeamPolicy WIDE = new BeamPolicy(64, 1, 0.5);

    /**
     * The first backward comes back to the middle device at 21. Greedy, that device runs the second forward from 19 to 29, the
     * two backwards of 20 on the first device begin at 30, and all ends at 70. If it waits they begin at 22, the
     * least that 9 + 10 + 1 + 1 + 1 allows, and all ends at 62.
     */
    private static Problem worthWaitingFor() {
        return Instances.of(3, 2)
                .stageCosts(0, 9, 20, 0)
                .stageCosts(1, 10, 1, 0)
                .stageCosts(2, 1, 1, 0)
                .problem();
    }

    @Test
    void waitsForABackwardThatGreedyListSchedulingHoldsUp() {
        Problem problem = worthWaitingFor();
        ListScheduler greedy = ListScheduler.of(problem, true).orElseThrow();
        for (int patience : new int[] {0, 50, 100}) {
            ListPolicy policy = new ListPolicy(100, false, patience, true, true);
            assertThat(makespan(problem, greedy.schedule(policy).orElseThrow())).isEqualTo(70);
        }
        BeamSearch beams = BeamSearch.of(problem, true).orElseThrow();
        assertThat(makespan(problem, best(beams).orElseThrow())).isEqualTo(62);
    }

    @Test
    void lookingAheadTheListSchedulerWaitsToo() {
        Problem problem = worthWaitingFor();
        ListScheduler scheduler = ListScheduler.of(problem, true).orElseThrow();
        long least = Long.MAX_VALUE;
        for (long seed = 0; seed < 20; seed++) {
            Schedule schedule =
                    scheduler.lookAhead(4, 20, true, seed, () -> false).orElseThrow();
            least = Math.min(least, makespan(problem, schedule));
        }
        assertThat(least).isEqualTo(62);
    }

    /** F/I/W = 5/6/4 at half the memory of 1F1B: 423 is proved optimal, the zero-bubble heuristic reaches 543. */
    @Test
    void findsTheOptimumAtHalfTheMemory() {
        Problem problem = Instances.of(4, 16)
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(4)
                .problem();
        BeamSearch beams = BeamSearch.of(problem, false).orElseThrow();
        assertThat(makespan(problem, best(beams).orElseThrow())).isEqualTo(423);
    }

    @Test
    void withTwoStagesOnADeviceAndLittleMemoryIsAheadOfEveryListPolicy() {
        Problem problem = chunked();
        ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();
        long list = Long.MAX_VALUE;
        for (int seed = 0; seed < 100; seed++) {
            ListPolicy policy = new ListPolicy(2 * seed, seed % 2 == 1, seed, true, false);
            list = Math.min(
                    list,
                    makespan(
                            problem,
                            scheduler
                                    .schedule(policy, new Variation(0, seed, seed))
                                    .orElseThrow()));
        }
        BeamSearch beams = BeamSearch.of(problem, false).orElseThrow();
        assertThat(makespan(problem, best(beams).orElseThrow())).isLessThan(list);
    }

    @Test
    void findsTheSameScheduleEveryTime() {
        BeamSearch beams = BeamSearch.of(chunked(), false).orElseThrow();
        assertThat(best(beams)).isEqualTo(best(beams)).isPresent();
        ListScheduler scheduler = ListScheduler.of(chunked(), false).orElseThrow();
        assertThat(scheduler.lookAhead(8, 4, false, 3, () -> false))
                .isEqualTo(scheduler.lookAhead(8, 4, false, 3, () -> false))
                .isPresent();
    }

    @Test
    void stopsWhenAskedToAndGoesOnWhereItWas() {
        AtomicInteger asked = new AtomicInteger();
        BeamSearch beams = BeamSearch.of(chunked(), false).orElseThrow();
        BeamRun run = beams.begin(WIDE);
        run.goOn(() -> asked.incrementAndGet() == 100);
        assertThat(asked).hasValue(100);
        assertThat(run.isOver()).isFalse();
        assertThat(run.best()).isEmpty();
        while (!run.isOver()) {
            run.goOn(() -> asked.incrementAndGet() % 100 == 0);
        }
        assertThat(run.best()).isEqualTo(best(beams)).isPresent();
        asked.set(100);
        ListScheduler scheduler = ListScheduler.of(chunked(), false).orElseThrow();
        assertThat(scheduler.lookAhead(8, 4, false, 3, () -> asked.incrementAndGet() == 110))
                .isEmpty();
        assertThat(asked).hasValue(110);
    }

    @Test
    void findsNothingWhereNothingFits() {
        Problem problem = Instances.of(2, 2).memory(0, 3, 0, 0).limit(2).problem();
        assertThat(best(BeamSearch.of(problem, true).orElseThrow())).isEmpty();
        assertThat(ListScheduler.of(problem, true).orElseThrow().lookAhead(2, 2, true, 0, () -> false))
                .isEmpty();
    }

    @Test
    void refusesPoliciesOutOfRange() {
        assertThatThrownBy(() -> new BeamPolicy(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BeamPolicy(1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BeamPolicy(1, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Problem chunked() {
        return Instances.of(4, 8)
                .stages(8)
                .placement(new Placement.V())
                .costs(5, 6, 4)
                .backward(Backward.SPLIT)
                .memory(0, 2, 1, 0)
                .limit(6)
                .problem();
    }

    private static Optional<Schedule> best(BeamSearch beams) {
        BeamRun run = beams.begin(WIDE);
        run.goOn(() -> false);
        return run.best();
    }

    private static long makespan(Problem problem, Schedule schedule) {
        return ((Verdict.Accepted) new Verifier(problem).verify(schedule))
                .report()
                .makespan();
    }
}
