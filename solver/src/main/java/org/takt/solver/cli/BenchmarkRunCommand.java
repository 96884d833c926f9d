package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;
import org.takt.solver.CancelToken;
import org.takt.solver.SolveOptions;
import org.takt.solver.benchmark.Benchmark;
import org.takt.solver.benchmark.Contestant;
import org.takt.solver.benchmark.ExactPeer;
import org.takt.solver.benchmark.FamiliesPeer;
import org.takt.solver.benchmark.InvalidBenchmarkFileException;
import org.takt.solver.benchmark.Machine;
import org.takt.solver.benchmark.PublishedPeer;
import org.takt.solver.benchmark.Results;
import org.takt.solver.benchmark.RunOptions;
import org.takt.solver.benchmark.Session;
import org.takt.solver.benchmark.Summary;
import org.takt.solver.benchmark.TaktContestant;
import org.takt.solver.benchmark.Trial;

/** {@code takt benchmark run}: solves the instances of a set and writes a record of each. */
final class BenchmarkRunCommand implements Command {
    private static final String OUT = "out";
    private static final String SEEDS = "seeds";
    private static final String PEERS = "peers";
    private static final List<String> ALL_PEERS = List.of(ExactPeer.NAME, FamiliesPeer.NAME, PublishedPeer.NAME);
    private static final String SCHEDULES = "schedules";
    private static final String PUBLISHED = "published.csv";

    private final Engine engine;

    BenchmarkRunCommand(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return "benchmark run";
    }

    @Override
    public String summary() {
        return "Solves a set of instances for a fixed time and writes records of what was found, proved, and when.";
    }

    @Override
    public String synopsis() {
        return "--set SET --out FOLDER [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        BenchmarkSets.addTo(options);
        options.addOption(Arguments.valued(OUT, "FOLDER", "the results; what is there already is not run again"));
        SearchArguments.addTrial(options);
        options.addOption(Arguments.valued(SEEDS, "LIST", "seeds such as 0,1,2; default: those of the set"));
        options.addOption(Arguments.valued(
                PEERS,
                "LIST",
                "solvers to run beside Takt: exact (CP-SAT alone on the whole model), families, published; or all"));
        options.addOption(
                Arguments.flag(SCHEDULES, "keep each best schedule, verified, in " + SCHEDULES + " below the results"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        BenchmarkSets sets = BenchmarkSets.of(arguments, console);
        Path out = console.path(arguments.required(OUT));
        CancelToken token = new CancelToken();
        SolveOptions limits = SearchArguments.trialOptions(arguments, token);
        RunOptions options = new RunOptions(limits.timeLimit().toMillis() / 1000.0, limits.workers(), limits.gap());
        List<Contestant> contestants = contestants(arguments, sets.instances());
        List<Trial> trials = sets.trials(arguments.integers(SEEDS), contestants);
        try (Interruption interruption = Interruption.cancelling(token)) {
            Results results = open(out);
            benchmark(trials, options, arguments.has(SCHEDULES), results, token, console)
                    .run(session(arguments, contestants, options));
            console.out().print(BenchmarkText.of(Summary.of(results.records())));
            return interruption.hasHappened() ? ExitCode.INTERRUPTED : ExitCode.OK;
        } catch (IOException exception) {
            throw CommandFailure.usage(
                    "The results cannot be written to " + out + ": " + Failures.reason(exception) + ".");
        }
    }

    private List<Contestant> contestants(Arguments arguments, Path instances) {
        List<Contestant> contestants = new ArrayList<>(List.of(new TaktContestant(engine::solve)));
        Set<String> peers = arguments.names(PEERS, ALL_PEERS).orElse(Set.of());
        if (peers.contains(ExactPeer.NAME)) {
            contestants.add(new ExactPeer());
        }
        if (peers.contains(FamiliesPeer.NAME)) {
            contestants.add(new FamiliesPeer());
        }
        if (peers.contains(PublishedPeer.NAME)) {
            published(instances.resolve(PUBLISHED)).ifPresent(contestants::add);
        }
        return contestants;
    }

    private static Optional<PublishedPeer> published(Path file) {
        return Files.exists(file)
                ? Optional.of(BenchmarkSets.read(file.toString(), () -> PublishedPeer.read(file)))
                : Optional.empty();
    }

    private static Results open(Path folder) throws IOException {
        try {
            return Results.open(folder);
        } catch (InvalidBenchmarkFileException exception) {
            throw CommandFailure.input(String.valueOf(exception.getMessage()));
        }
    }

    private static Benchmark benchmark(
            List<Trial> trials,
            RunOptions options,
            boolean keepsSchedules,
            Results results,
            CancelToken token,
            Console console) {
        try {
            return new Benchmark(trials, options, keepsSchedules, results, token, new BenchmarkProgress(console.err()));
        } catch (IllegalArgumentException exception) {
            throw CommandFailure.usage(String.valueOf(exception.getMessage()));
        }
    }

    private static Session session(Arguments arguments, List<Contestant> contestants, RunOptions options) {
        return new Session(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Version.takt(),
                Version.commit(),
                Version.orTools(),
                Machine.current(),
                arguments.required(BenchmarkSets.SET),
                contestants.stream().map(Contestant::name).toList(),
                options);
    }

    /** Returns a time as records hold it, for people. */
    static String seconds(double seconds) {
        return DurationText.format(Duration.ofMillis(Math.round(1000 * seconds)));
    }
}
