package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.solver.benchmark.Results;
import org.takt.solver.cli.BenchmarkMarkdown.By;

/** {@code takt benchmark table}: writes a run's figures as Markdown, into a README or to standard output. */
final class BenchmarkTableCommand implements Command {
    private static final String README = "readme";
    private static final String BY = "by";

    @Override
    public String name() {
        return "benchmark table";
    }

    @Override
    public String summary() {
        return "Prints the figures of a benchmark run as a Markdown table, or puts it into a README.";
    }

    @Override
    public String synopsis() {
        return "FOLDER [OPTION...]";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Arguments.valued(
                        BY,
                        "ROWS",
                        "what a row stands for: class or instance (with objective and seed); default class"))
                .addOption(Arguments.valued(
                        README,
                        "FILE",
                        "replace what stands between " + BenchmarkMarkdown.BEGIN + " and " + BenchmarkMarkdown.END
                                + " in this file"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String folder = arguments.onlyPositional("FOLDER");
        Path path = console.path(folder);
        By by = arguments.choice(BY, By.NAMES).orElse(By.CLASS);
        String table = BenchmarkMarkdown.of(folder, BenchmarkSets.read(folder, () -> Results.read(path)), by);
        Optional<String> readme = arguments.value(README);
        if (readme.isEmpty()) {
            console.out().print(table);
            return ExitCode.OK;
        }
        String text = BenchmarkMarkdown.replaced(InputFiles.text(console, readme.get()), table)
                .orElseThrow(() -> CommandFailure.input(readme.get() + " has no line " + BenchmarkMarkdown.BEGIN
                        + " with a line " + BenchmarkMarkdown.END + " after it, expected both once."));
        OutputFiles.write(console.path(readme.get()), text);
        console.err().println("takt: Written: " + readme.get());
        return ExitCode.OK;
    }
}
