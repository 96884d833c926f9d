package org.takt.solver.search;

import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Something that improves the schedule on some problems only: gets a larger share of a turn after one in which it did. */
final class PayingActivity {
    private static final double PAYING = 0.25;
    private static final double IDLE = 0.04;

    private final Progress progress;
    private final DoubleConsumer activity;
    private boolean pays = true;

    PayingActivity(Progress progress, DoubleConsumer activity) {
        this.progress = progress;
        this.activity = activity;
    }

    /** Spends its share of some seconds at most. */
    void spend(double seconds) {
        Optional<Long> before = value();
        activity.accept(seconds * (pays ? PAYING : IDLE));
        pays = !value().equals(before);
    }

    private Optional<Long> value() {
        return progress.best().map(best -> best.report().value());
    }
}
