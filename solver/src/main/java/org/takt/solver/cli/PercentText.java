package org.takt.solver.cli;

import java.util.Locale;

/** Shares as people read them. */
final class PercentText {
    private static final double SMALLEST_SHOWN = 0.0001;

    private PercentText() {}

    /** Returns a share in percent with two decimals; one above 0 never reads as 0. */
    static String of(double share) {
        if (share > 0 && share < SMALLEST_SHOWN) {
            return "<0.01 %";
        }
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
