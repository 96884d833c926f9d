package org.takt.model.verification;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much is held in a steady state, where everything that is held for a time is held again every period. What is held
 * from s to e counts, at the instant t of a period T, once for each whole k with s + k·T ≤ t &lt; e + k·T: that is
 * ⌊(t − s) / T⌋ − ⌊(t − e) / T⌋ times. At one instant ends count before starts.
 */
final class CyclicCounter {
    private final long period;
    private final List<Event> events = new ArrayList<>();
    private BigInteger before = BigInteger.ZERO;

    /** A change at an instant of the period; negative where something ends. */
    private record Event(long instant, long change) {}

    /**
     * The most that is held.
     *
     * @param amount how much
     * @param instant the first instant of the period at which it is, 0 if nothing is ever held
     */
    record Peak(BigInteger amount, long instant) {}

    CyclicCounter(long period) {
        this.period = period;
    }

    /** Counts an amount from {@code start} to {@code end}, both at least 0; nothing where the end is not after the start. */
    void hold(long start, long end, long amount) {
        if (end <= start) {
            return;
        }
        long copies = Math.floorDiv(-1 - start, period) - Math.floorDiv(-1 - end, period);
        before = before.add(BigInteger.valueOf(copies).multiply(BigInteger.valueOf(amount)));
        events.add(new Event(start % period, amount));
        events.add(new Event(end % period, -amount));
    }

    /** Returns the most that is held at any instant; O(n log n) time for n things held. */
    Peak peak() {
        events.sort(Comparator.comparingLong(Event::instant).thenComparingLong(Event::change));
        long above = 0;
        long most = 0;
        long instant = 0;
        boolean isFirst = true;
        for (Event event : events) {
            above += event.change();
            if (event.change() > 0 && (isFirst || above > most)) {
                most = above;
                instant = event.instant();
                isFirst = false;
            }
        }
        return new Peak(before.add(BigInteger.valueOf(most)), instant);
    }
}
