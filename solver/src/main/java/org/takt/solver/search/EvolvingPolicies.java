package org.takt.solver.search;

import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;
import org.takt.solver.heuristic.Pace;
import org.takt.solver.heuristic.StagePolicies;

/**
 * Follows policies of stages to the end: some random ones, and mostly the offspring of the best so far, a genetic algorithm in
 * which a child takes the place of the worst at once (steady state; Whitley, The GENITOR algorithm, 1989). Stages that follow each
 * other inherit from the same parent: what suits one depends on its neighbours. Most children that fall behind the slowest of the population are
 * not followed to the end, which leaves time for two to three times as many.
 */
final class EvolvingPolicies implements RestartWay {
    private static final double SECONDS_PER_OP = 5e-7;

    /** So many per cent are followed to the end in any case: where the members all hurry too much at first, better ones are slower there. */
    private static final int UNHURRIED_PERCENT = 5;

    private final Problem problem;
    private final PolicyPopulation split = new PolicyPopulation();
    private final PolicyPopulation fused = new PolicyPopulation();

    EvolvingPolicies(Problem problem) {
        this.problem = problem;
    }

    @Override
    public String name() {
        return "list scheduler, evolved policies";
    }

    @Override
    public double secondsPerOp(int number) {
        return SECONDS_PER_OP;
    }

    @Override
    public Optional<Schedule> schedule(
            ListScheduler scheduler, boolean isFused, int number, long seed, BooleanSupplier stop) {
        Random random = new Random(seed);
        PolicyPopulation population = isFused ? fused : split;
        StagePolicies policies = population
                .offspring(random)
                .orElseGet(() -> scheduler.policies(ListPolicy.random(isFused, random), random.nextInt(101), random));
        Pace slowest = random.nextInt(100) < UNHURRIED_PERCENT ? Pace.ANY : population.slowest();
        Optional<ListScheduler.Walk> walk = scheduler.walk(policies, slowest);
        walk.ifPresent(found -> population.add(policies, found.schedule().lastEnd(problem.ops()), found.pace()));
        return walk.map(ListScheduler.Walk::schedule);
    }

    /** Returns whether what is tried led to a shorter schedule lately. */
    boolean areGettingBetter() {
        return split.isGettingBetter() || fused.isGettingBetter();
    }

    /** Returns when the shortest schedule so far ends; the largest value if there is none. */
    long leastEnd() {
        return Math.min(split.leastEnd(), fused.leastEnd());
    }
}
