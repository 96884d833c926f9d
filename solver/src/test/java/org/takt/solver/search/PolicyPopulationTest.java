package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.Problem;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.Pace;
import org.takt.solver.heuristic.StagePolicies;

class PolicyPopulationTest {
    private static final int SIZE = 20;
    private static final int FOUNDERS = 60;

    private final Problem problem = Instances.of(2, 2).problem();
    private final ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();
    private final PolicyPopulation population = new PolicyPopulation();

    private StagePolicies policies() {
        return scheduler.policies(new ListPolicy(100, false, 0, true, false), 0, new Random(0));
    }

    @Test
    void beginsWithNewPoliciesAndGoesOnMostlyWithOffspring() {
        Random random = new Random(3);
        population.add(policies(), 10, Pace.ANY);
        assertThat(IntStream.range(0, FOUNDERS).mapToObj(number -> population.offspring(random)))
                .allMatch(Optional::isEmpty);
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(number -> population.offspring(random))
                        .filter(Optional::isPresent)
                        .count())
                .isBetween(950L, 999L);
    }

    @Test
    void hasNoOffspringWithoutMembers() {
        Random random = new Random(4);
        assertThat(IntStream.range(0, 200).mapToObj(number -> population.offspring(random)))
                .allMatch(Optional::isEmpty);
    }

    @Test
    void keepsTheBestOfEachLength() {
        for (int end = 2 * SIZE; end > 0; end--) {
            population.add(policies(), end, Pace.ANY);
            population.add(policies(), end, Pace.ANY);
            assertThat(population.leastEnd()).isEqualTo(end);
            assertThat(population.size()).isEqualTo(Math.min(SIZE, 2 * SIZE - end + 1));
        }
        population.add(policies(), 100, Pace.ANY);
        assertThat(population.leastEnd()).isEqualTo(1);
        assertThat(population.size()).isEqualTo(SIZE);
    }

    @Test
    void getsBetterUntilNothingIsShorterForLong() {
        Random random = new Random(5);
        assertThat(population.isGettingBetter()).isFalse();
        population.add(policies(), 10, Pace.ANY);
        ask(6000, random);
        assertThat(population.isGettingBetter()).isTrue();
        ask(1, random);
        population.add(policies(), 10, Pace.ANY);
        population.add(policies(), 11, Pace.ANY);
        assertThat(population.isGettingBetter()).isFalse();
        population.add(policies(), 9, Pace.ANY);
        assertThat(population.isGettingBetter()).isTrue();
        ask(14_000, random);
        population.add(policies(), 8, Pace.ANY);
        ask(13_200, random);
        assertThat(population.isGettingBetter()).isTrue();
        ask(200, random);
        assertThat(population.isGettingBetter()).isFalse();
    }

    @Test
    void asksForThePaceOfTheSlowestOnceItIsFull() {
        Pace pace = scheduler.walk(policies(), Pace.ANY).orElseThrow().pace();
        for (int end = 1; end <= SIZE; end++) {
            assertThat(scheduler.walk(policies(), population.slowest())).isPresent();
            assertThat(population.slowest()).isSameAs(Pace.ANY);
            population.add(policies(), end, pace);
        }
        assertThat(population.slowest()).isNotSameAs(Pace.ANY);
        assertThat(scheduler.walk(policies(), population.slowest())).isPresent();
        StagePolicies late = scheduler.policies(new ListPolicy(0, true, 0, true, false), 0, new Random(0));
        assertThat(scheduler.walk(late, Pace.ANY)).isPresent();
        assertThat(scheduler.walk(late, population.slowest())).isEmpty();
    }

    private void ask(int times, Random random) {
        for (int time = 0; time < times; time++) {
            population.offspring(random);
        }
    }
}
