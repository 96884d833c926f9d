package org.takt.solver.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.certificate.Certificate;
import org.takt.solver.SolveListener;

/** Writes down what a solver finds and proves, and when; what is no improvement is left out. Safe for use by several threads. */
public final class History implements SolveListener {
    private final List<Incumbent> incumbents = new ArrayList<>();
    private final List<BoundStep> bounds = new ArrayList<>();

    /**
     * A better schedule than all before.
     *
     * @param seconds since the solve began
     * @param value of the objective
     * @param source what found it
     */
    public record Incumbent(double seconds, long value, String source) {}

    /**
     * A higher bound than all before.
     *
     * @param seconds since the solve began
     * @param value in the objective's unit
     * @param bound name of the bound, with its scope
     */
    public record BoundStep(double seconds, long value, String bound) {}

    @Override
    public synchronized void onIncumbent(Duration elapsed, long value, String source) {
        if (incumbents.isEmpty()
                || value < incumbents.get(incumbents.size() - 1).value()) {
            incumbents.add(new Incumbent(seconds(elapsed), value, source));
        }
    }

    @Override
    public synchronized void onBound(Duration elapsed, Certificate certificate) {
        if (bounds.isEmpty()
                || certificate.value() > bounds.get(bounds.size() - 1).value()) {
            bounds.add(new BoundStep(
                    seconds(elapsed), certificate.value(), certificate.bound() + " on " + certificate.scope()));
        }
    }

    /** Returns the schedules so far, the best last. */
    public synchronized List<Incumbent> incumbents() {
        return List.copyOf(incumbents);
    }

    /** Returns the bounds so far, the highest last. */
    public synchronized List<BoundStep> bounds() {
        return List.copyOf(bounds);
    }

    /** Returns a time in seconds, to the millisecond. */
    static double seconds(Duration elapsed) {
        return elapsed.toMillis() / 1000.0;
    }
}
