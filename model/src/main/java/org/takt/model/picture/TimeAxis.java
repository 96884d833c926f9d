package org.takt.model.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round marks on an axis of time from 0, in the unit in which they have few digits.
 *
 * @param step ticks between two marks
 * @param end last tick of the axis
 * @param unitTicks ticks of the unit
 * @param unit what the unit is called
 */
record TimeAxis(long step, long end, long unitTicks, String unit) {
    private static final List<String> UNITS = List.of("ns", "us", "ms", "s");
    private static final long MOST_OF_A_UNIT = 10_000;

    /** Returns an axis with at most about so many marks. */
    static TimeAxis of(long end, String timeUnit, int marks) {
        long step = roundStep(Math.max(1, end / Math.max(1, marks)));
        int unit = UNITS.indexOf(timeUnit.equals("µs") ? "us" : timeUnit);
        long unitTicks = 1;
        while (unit >= 0 && unit + 1 < UNITS.size() && end / unitTicks >= MOST_OF_A_UNIT) {
            unitTicks *= 1000;
            unit++;
        }
        String name = unit < 0 ? timeUnit : UNITS.get(unit).replace("us", "µs");
        return new TimeAxis(step, end, unitTicks, name);
    }

    /** Returns the times of the marks, in ticks. */
    List<Long> marks() {
        List<Long> marks = new ArrayList<>();
        for (long time = 0; time <= end; time += step) {
            marks.add(time);
        }
        return marks;
    }

    /** Returns a time in the axis's unit, with as many decimals as the marks need. */
    String text(long ticks) {
        int decimals = 0;
        for (long scaled = step; scaled % unitTicks != 0 && decimals < 3; scaled *= 10) {
            decimals++;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f %s", (double) ticks / unitTicks, unit);
    }

    /** Returns the least of 1, 2, 5 times a power of ten that is no smaller. */
    private static long roundStep(long atLeast) {
        long power = 1;
        while (power * 10 <= atLeast) {
            power *= 10;
        }
        for (long factor : new long[] {1, 2, 5}) {
            if (factor * power >= atLeast) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
