package org.takt.solver.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.takt.model.certificate.Certificate;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;

/** Prints a line whenever a solve has a better schedule or a higher bound. Safe for use by several threads. */
final class ProgressTable implements SolveListener {
    private final PrintStream stream;
    private boolean headed;
    private OptionalLong best = OptionalLong.empty();
    private OptionalLong bound = OptionalLong.empty();

    ProgressTable(PrintStream stream) {
        this.stream = stream;
    }

    @Override
    public synchronized void onIncumbent(Duration elapsed, long value, String source) {
        if (best.isEmpty() || value < best.getAsLong()) {
            best = OptionalLong.of(value);
            print(elapsed, source);
        }
    }

    @Override
    public synchronized void onBound(Duration elapsed, Certificate certificate) {
        if (bound.isEmpty() || certificate.value() > bound.getAsLong()) {
            bound = OptionalLong.of(certificate.value());
            print(elapsed, "bound: " + certificate.bound() + " on " + certificate.scope());
        }
    }

    private void print(Duration elapsed, String source) {
        if (!headed) {
            headed = true;
            line("time", "best", "bound", "gap", "source");
        }
        String gap = best.isPresent() && bound.isPresent()
                ? PercentText.of(Solution.relativeGap(best.getAsLong(), bound.getAsLong()))
                : "-";
        line(DurationText.format(elapsed), text(best), text(bound), gap, source);
    }

    private void line(String time, String value, String lower, String gap, String source) {
        stream.println(String.format(Locale.ROOT, "%9s  %16s  %16s  %8s  %s", time, value, lower, gap, source));
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }
}
