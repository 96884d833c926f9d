package org.takt.solver.search;

import java.util.function.DoubleConsumer;

/** Something that improves the schedule on some problems only: has a larger share of a turn after one in which it did. */
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

    /** Spends some seconds at most. */
    void spend(double seconds) {
        long before = progress.leastValue();
        activity.accept(seconds);
        pays = progress.leastValue() != before;
    }

    /** Spends its share of some seconds at most. */
    void spendShare(double seconds) {
        spend(seconds * (pays ? PAYING : IDLE));
    }
}
