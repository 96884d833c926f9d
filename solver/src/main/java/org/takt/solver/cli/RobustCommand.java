package org.takt.solver.cli;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.profile.Noise;
import org.takt.model.profile.NoisyRuns;

/** {@code takt robust}: how long a schedule takes when its ops take other times than planned, in the same order. */
final class RobustCommand implements Command {
    private static final String RUNS = "runs";
    private static final String SEED = "seed";
    private static final String NOISE = "noise";
    private static final int DEFAULT_RUNS = 1000;
    private static final List<Double> SHARES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

    @Override
    public String name() {
        return "robust";
    }

    @Override
    public String summary() {
        return "Shows how a schedule's makespan varies when op times vary as they were measured to.";
    }

    @Override
    public String synopsis() {
        return "--schedule FILE --instance INSTANCE.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        ScheduleArguments.addTo(options);
        options.addOption(Arguments.valued(
                NOISE,
                "SHARE",
                "times between cost - SHARE and cost + SHARE, such as 5%; default: as measured, which instances of takt"
                        + " import hold"));
        options.addOption(Arguments.valued(RUNS, "N", "runs with times of their own; default " + DEFAULT_RUNS));
        options.addOption(Arguments.valued(SEED, "N", "seed of the times; default 0"));
        options.addOption(Arguments.json());
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        Instance instance = ScheduleArguments.instance(arguments, console);
        Noise noise = noise(arguments, instance);
        int runs = arguments.integer(RUNS, 1).orElse(DEFAULT_RUNS);
        long seed = arguments.integer(SEED, 0).orElse(0);
        VerifiedSchedule verified =
                VerifiedSchedule.read(arguments, console, ScheduleArguments.schedule(arguments), instance);
        NoisyRuns noisy =
                NoisyRuns.of(verified.passed().problem(), verified.passed().schedule(), noise, runs, seed);
        long planned = verified.passed().report().makespan();
        console.out()
                .print(arguments.has(Arguments.JSON) ? json(instance, planned, noisy) : text(instance, planned, noisy));
        return ExitCode.OK;
    }

    private static Noise noise(Arguments arguments, Instance instance) {
        return arguments
                .share(NOISE)
                .map(Noise::even)
                .or(() -> instance.provenance().flatMap(Noise::of))
                .orElseThrow(
                        () -> CommandFailure.usage("The instance holds no measured noise, expected one of takt import"
                                + " pytorch-trace, primus or megatron-timers, or option --" + NOISE + "."));
    }

    private static String text(Instance instance, long planned, NoisyRuns noisy) {
        TextTable table = new TextTable("<>>");
        table.row("Makespan", "[" + instance.timeUnit() + "]", "of plan");
        table.row("planned", Long.toString(planned), ratio((double) planned, planned));
        table.row("mean", Long.toString(Math.round(noisy.mean())), ratio(noisy.mean(), planned));
        for (double share : SHARES) {
            long value = noisy.quantile(share);
            table.row(
                    Math.round(100 * share) + "% of runs up to", Long.toString(value), ratio((double) value, planned));
        }
        long worst = noisy.quantile(1);
        table.row("worst of " + noisy.makespans().size(), Long.toString(worst), ratio((double) worst, planned));
        return table.toString();
    }

    private static String ratio(double value, long planned) {
        return planned == 0 ? "-" : String.format(Locale.ROOT, "%.3f", value / planned);
    }

    private static String json(Instance instance, long planned, NoisyRuns noisy) {
        JsonObject quantiles = new JsonObject();
        SHARES.forEach(share -> quantiles.with(String.valueOf(share), noisy.quantile(share)));
        return new JsonObject()
                        .with("instance", instance.name())
                        .with("timeUnit", instance.timeUnit())
                        .with("planned", planned)
                        .with("runs", noisy.makespans().size())
                        .with("mean", noisy.mean())
                        .with("least", noisy.quantile(0))
                        .with("quantiles", quantiles)
                        .with("worst", noisy.quantile(1))
                + "\n";
    }
}
