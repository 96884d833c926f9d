package org.takt.solver.heuristic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.oracle.BruteForce;
import org.takt.solver.oracle.RandomProblems;

class BeamSearchPropertyTest {
    private static final BeamPolicy WIDE = new BeamPolicy(20_000, 4, 1);
    private static final int TINY = 200;

    @Property(tries = 1000)
    void keepsEveryRuleAndIsNotBetterThanTheOptimum(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed, @ForAll boolean fused) {
        Problem problem = RandomProblems.pipeline(seed).withObjective(Objective.MAKESPAN);
        Optional<BruteForce.Optimum> optimum = BruteForce.solve(problem);
        Random random = new Random(seed);
        BeamPolicy policy = new BeamPolicy(1 + random.nextInt(50), random.nextInt(3), random.nextDouble());
        Optional<Schedule> beam = BeamSearch.of(problem, fused).flatMap(search -> best(search, policy));
        Optional<Schedule> ahead =
                ListScheduler.of(problem, fused).flatMap(list -> list.lookAhead(3, 3, fused, seed, () -> false));
        beam.ifPresent(schedule -> assertThat(makespan(problem, schedule))
                .isGreaterThanOrEqualTo(optimum.orElseThrow().value()));
        ahead.ifPresent(schedule -> assertThat(makespan(problem, schedule))
                .isGreaterThanOrEqualTo(optimum.orElseThrow().value()));
    }

    @Test
    void hasNothingWhereADeviceHasNoRoomForWhatItAlwaysHolds() {
        Problem problem = RandomProblems.pipeline(19_574);
        assertThat(problem.devices()).anyMatch(device -> device.bufferCapacity() < 0);
        assertThat(BeamSearch.of(problem, true)).isEmpty();
        assertThat(ListScheduler.of(problem, true)).isEmpty();
    }

    /**
     * Misses few optima if wide: only those where a resource has to wait, with something else to do, for an op that becomes known
     * after the decision.
     */
    @Test
    void isNearlyAlwaysOptimalIfWide() {
        int optimal = 0;
        for (long seed = 0; seed < TINY; seed++) {
            Random random = new Random(seed);
            boolean splits = random.nextBoolean();
            Problem problem = tiny(splits, random);
            Schedule schedule =
                    best(BeamSearch.of(problem, !splits).orElseThrow(), WIDE).orElseThrow();
            long optimum = BruteForce.solve(problem).orElseThrow().value();
            optimal += makespan(problem, schedule) == optimum ? 1 : 0;
        }
        assertThat(optimal).isGreaterThanOrEqualTo(95 * TINY / 100);
    }

    private static Problem tiny(boolean splits, Random random) {
        int devices = splits ? 2 : 3;
        Instances instances = Instances.of(devices, 2)
                .latency(random.nextInt(3))
                .backward(splits ? Backward.SPLIT : Backward.FUSED)
                .memory(0, 1, 0, 0)
                .limit(1 + random.nextInt(2));
        for (int stage = 0; stage < devices; stage++) {
            instances.stageCosts(stage, 1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(9));
        }
        return instances.problem();
    }

    private static Optional<Schedule> best(BeamSearch beams, BeamPolicy policy) {
        BeamRun run = beams.begin(policy);
        run.goOn(() -> false);
        return run.best();
    }

    private static long makespan(Problem problem, Schedule schedule) {
        Verdict verdict = new Verifier(problem).verify(schedule);
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted) verdict).report().makespan();
    }
}
