package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;

class MeetingBeamTest {
    private static final int PIPELINES = 80;

    private static MeetingBeam beam(Problem problem) {
        return MeetingBeam.of(new ProblemAnalysis(problem)).orElseThrow();
    }

    private static long end(int width, Problem problem) {
        MeetingBeam.Run run = beam(problem).begin(width, 1, 0);
        run.goOn(() -> false);
        Schedule schedule =
                ((TimingResult.Timed) new Timing(problem).earliest(run.orders().orElseThrow())).schedule();
        assertThat(new Verifier(problem).verify(schedule)).as("%s", problem).isInstanceOf(Verdict.Accepted.class);
        return schedule.lastEnd(problem.ops());
    }

    private static Problem pipeline(Random random) {
        int stages = 2 + random.nextInt(3);
        boolean isSplit = random.nextInt(4) > 0;
        Instances instances = Instances.of(stages, 3 + random.nextInt(3))
                .latency(random.nextInt(3))
                .memory(0, 2, isSplit ? random.nextInt(3) : 0, 0)
                .limit(2 + random.nextInt(7))
                .backward(isSplit ? Backward.SPLIT : Backward.FUSED);
        for (int stage = 0; stage < stages; stage++) {
            instances.stageCosts(stage, 1 + random.nextInt(4), 1 + random.nextInt(4), 1 + random.nextInt(3));
        }
        return instances.problem();
    }

    @Test
    void schedulesAreVerifiedAndOftenOptimal() {
        Random random = new Random(61);
        int optimal = 0;
        for (int round = 0; round < PIPELINES; round++) {
            Problem problem = pipeline(random);
            CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(1)));
            assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
            long end = end(1000, problem);
            assertThat(end).as("%s", problem).isGreaterThanOrEqualTo(result.lowerBound());
            optimal += end == result.lowerBound() ? 1 : 0;
        }
        assertThat(optimal).isGreaterThan(PIPELINES / 2);
    }

    /** Six stages with room for three, of which the greedy choice of one state is not the best. */
    @Test
    void widerBeamsFindBetterSchedules() {
        Instances instances =
                Instances.of(6, 12).latency(1).memory(0, 2, 1, 0).limit(7).backward(Backward.SPLIT);
        Random random = new Random(62);
        for (int stage = 0; stage < 6; stage++) {
            instances.stageCosts(stage, 3 + random.nextInt(9), 3 + random.nextInt(9), 2 + random.nextInt(5));
        }
        Problem problem = instances.problem();
        long bound =
                new MeetingOrderBound().compute(new ProblemAnalysis(problem)).value();
        MeetingBeam.Run narrow = beam(problem).begin(1, 1, 0);
        narrow.goOn(() -> false);
        assertThat(narrow.isCut()).isTrue();
        assertThat(end(300, problem)).isLessThan(end(1, problem)).isGreaterThanOrEqualTo(bound);
    }

    @Test
    void anInterruptedSearchGoesOn() {
        Problem problem = pipeline(new Random(63));
        MeetingBeam.Run run = beam(problem).begin(20, 1, 0.25);
        assertThat(run.orders()).isEmpty();
        assertThat(run.isCut()).isFalse();
        int interruptions = 0;
        while (!run.isOver()) {
            boolean[] isAsked = new boolean[1];
            run.goOn(() -> {
                boolean wasAsked = isAsked[0];
                isAsked[0] = true;
                return wasAsked;
            });
            interruptions++;
        }
        assertThat(interruptions).isEqualTo((int) beam(problem).layers());
        MeetingBeam.Run whole = beam(problem).begin(20, 1, 0.25);
        whole.goOn(() -> false);
        assertThat(run.orders().orElseThrow().orders())
                .isEqualTo(whole.orders().orElseThrow().orders());
    }

    @Test
    void isForDevicesOfOneStage() {
        Problem problem = Instances.of(2, 4)
                .stages(4)
                .placement(new Placement.V())
                .costs(1, 1, 1)
                .latency(0)
                .memory(0, 1, 0, 0)
                .limit(3)
                .backward(Backward.SPLIT)
                .problem();
        assertThat(MeetingBeam.of(new ProblemAnalysis(problem))).isEmpty();
    }
}
