package org.takt.solver.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.takt.solver.benchmark.Benchmark;
import org.takt.solver.benchmark.BenchmarkRecord;

/** Prints a line for each trial of a benchmark: what it is when it begins, and how it ended. */
final class BenchmarkProgress implements Benchmark.Listener {
    private final PrintStream stream;

    BenchmarkProgress(PrintStream stream) {
        this.stream = stream;
    }

    @Override
    public void onTrial(BenchmarkRecord.Key key, int number, int total) {
        stream.print("[" + number + "/" + total + "] " + key.describe() + ": ");
        stream.flush();
    }

    @Override
    public void onRecord(BenchmarkRecord written) {
        String value = written.value().map(found -> " " + found).orElse("");
        String gap =
                written.gap().map(found -> ", gap " + PercentText.of(found)).orElse("");
        String remark = written.remark().map(found -> ", " + found).orElse("");
        stream.println(written.status().name().toLowerCase(Locale.ROOT).replace('_', ' ') + value + gap + " in "
                + BenchmarkRunCommand.seconds(written.seconds()) + remark);
    }
}
