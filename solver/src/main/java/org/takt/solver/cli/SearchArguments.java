package org.takt.solver.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.problem.Objective;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveOptions;

/** The options that several commands share: how long and how hard to search, and for what. */
final class SearchArguments {
    private static final String TIME_LIMIT = "time-limit";
    private static final String TIME = "time";
    private static final String WORKERS = "workers";
    private static final String SEED = "seed";
    private static final String GAP = "gap";
    private static final String OBJECTIVE = "objective";
    private static final String MAKESPAN_CEILING = "makespan-ceiling";

    private static final String WORKERS_HELP =
            "threads to search with, at most " + SolveOptions.MOST_WORKERS + "; default: one for each processor";

    private static final String MAKESPAN = Objective.MAKESPAN.name();
    private static final String MAX_DEVICE_SPAN = Objective.MAX_DEVICE_SPAN.name();
    private static final String PERIOD = Objective.PERIOD.name();
    private static final String PEAK_MEMORY = new Objective.PeakMemory(0).name();
    private static final String BATCH_OBJECTIVES = MAKESPAN + ", " + MAX_DEVICE_SPAN + " or " + PEAK_MEMORY;
    private static final String OBJECTIVES = MAKESPAN + ", " + MAX_DEVICE_SPAN + ", " + PERIOD + " or " + PEAK_MEMORY;

    private SearchArguments() {}

    /** Adds the options of a search. */
    static void addSearch(Options options) {
        options.addOption(Arguments.valued(
                TIME_LIMIT,
                "TIME",
                "stop after this time: 90 (seconds), 2m, 1h30m, 500ms; at most " + DurationText.LONGEST.toHours()
                        + "h; default 60"));
        options.addOption(Arguments.valued(WORKERS, "N", WORKERS_HELP));
        options.addOption(Arguments.valued(SEED, "N", "seed of every random choice; default 0"));
    }

    /** Adds the option of the gap to stop at. */
    static void addGap(Options options) {
        options.addOption(Arguments.valued(
                GAP, "SHARE", "stop at this gap, (value - bound) / value: 0.01 or 1%; default 0, proved optimality"));
    }

    /** Adds the options of many solves under the same limits. */
    static void addTrial(Options options) {
        options.addOption(Arguments.valued(TIME, "TIME", "stop each solve after this time; default 60"));
        options.addOption(Arguments.valued(WORKERS, "N", WORKERS_HELP));
        addGap(options);
    }

    /** Adds the options that replace the instance's objective by any. */
    static void addObjective(Options options) {
        addObjective(options, OBJECTIVES);
    }

    /** Adds the options that replace the instance's objective by one of a batch. */
    static void addBatchObjective(Options options) {
        addObjective(options, BATCH_OBJECTIVES);
    }

    private static void addObjective(Options options, String objectives) {
        options.addOption(Arguments.valued(OBJECTIVE, "NAME", objectives + "; default: what the instance says"));
        options.addOption(Arguments.valued(
                MAKESPAN_CEILING, "TICKS", "the largest makespan allowed; for " + PEAK_MEMORY + " only"));
    }

    /** Returns whether the arguments replace the instance's objective. */
    static boolean hasObjective(Arguments arguments) {
        return arguments.has(OBJECTIVE) || arguments.has(MAKESPAN_CEILING);
    }

    /** Returns how long and how hard to search. */
    static SolveOptions options(Arguments arguments, CancelToken token) {
        SolveOptions defaults = SolveOptions.DEFAULTS;
        Duration timeLimit = arguments.duration(TIME_LIMIT).orElse(defaults.timeLimit());
        return new SolveOptions(
                timeLimit,
                arguments.share(GAP).orElse(defaults.gap()),
                workers(arguments),
                arguments.integer(SEED, 0).orElse(defaults.seed()),
                token);
    }

    /** Returns how long and how hard to search in each of many solves. */
    static SolveOptions trialOptions(Arguments arguments, CancelToken token) {
        SolveOptions defaults = SolveOptions.DEFAULTS.withCancelToken(token);
        return defaults.withTimeLimit(arguments.duration(TIME).orElse(defaults.timeLimit()))
                .withWorkers(workers(arguments))
                .withGap(arguments.share(GAP).orElse(defaults.gap()));
    }

    private static int workers(Arguments arguments) {
        return arguments.integer(WORKERS, 1, SolveOptions.MOST_WORKERS).orElse(SolveOptions.DEFAULTS.workers());
    }

    /** Returns the instance with the objective that the arguments ask for. */
    static Instance withObjective(Arguments arguments, Instance instance) {
        return withObjective(arguments, instance, OBJECTIVES);
    }

    private static Instance withObjective(Arguments arguments, Instance instance, String expected) {
        Optional<Long> ceiling = arguments.whole(MAKESPAN_CEILING, 0);
        String name = arguments
                .value(OBJECTIVE)
                .map(text -> text.toUpperCase(Locale.ROOT))
                .orElse(instance.objective().name());
        if (name.equals(PEAK_MEMORY)) {
            return instance.withObjective(peakMemory(ceiling, instance));
        }
        if (ceiling.isPresent()) {
            throw CommandFailure.usage(
                    "Option --" + MAKESPAN_CEILING + " goes with the objective " + PEAK_MEMORY + " only.");
        }
        if (name.equals(PERIOD)) {
            return steadyState(instance);
        }
        for (Objective objective : List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN)) {
            if (name.equals(objective.name())) {
                return instance.withObjective(objective);
            }
        }
        throw CommandFailure.usage(
                "Option --" + OBJECTIVE + " is \"" + arguments.required(OBJECTIVE) + "\", expected " + expected + ".");
    }

    /** Does what {@link #withObjective} does, for commands that deal with batches only. */
    static Instance withBatchObjective(Arguments arguments, Instance instance) {
        Instance asked = withObjective(arguments, instance, BATCH_OBJECTIVES);
        if (asked.objective() instanceof Objective.Period) {
            throw CommandFailure.usage("The objective is " + PERIOD
                    + ", which takt solve and takt verify know; this command needs one of a batch: give --" + OBJECTIVE
                    + " " + MAKESPAN + ".");
        }
        return asked;
    }

    /** Returns the instance with the objective of a steady state. */
    static Instance steadyState(Instance instance) {
        try {
            return instance.withObjective(Objective.PERIOD);
        } catch (InvalidInstanceException exception) {
            throw new CommandFailure(
                    ExitCode.INVALID_INPUT,
                    exception.problems().stream().map(Object::toString).toList());
        }
    }

    private static Objective peakMemory(Optional<Long> ceiling, Instance instance) {
        if (ceiling.isPresent()) {
            return new Objective.PeakMemory(ceiling.get());
        }
        if (instance.objective() instanceof Objective.PeakMemory own) {
            return own;
        }
        throw CommandFailure.usage("The objective " + PEAK_MEMORY + " needs --" + MAKESPAN_CEILING + ".");
    }
}
