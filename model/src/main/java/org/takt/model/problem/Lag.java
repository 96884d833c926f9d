package org.takt.model.problem;

import java.util.List;

/** The least time between the end of one op and the start of the next, in ticks, at least 0. */
public sealed interface Lag {
    /** No waiting at all. */
    Lag NONE = new Fixed(0);

    /**
     * Returns the lag for the chosen modes.
     *
     * @param beforeMode index of the earlier op's mode
     * @param afterMode index of the later op's mode
     */
    long between(int beforeMode, int afterMode);

    /** Returns the smallest lag over all pairs of modes. */
    long smallest();

    /** Returns the largest lag over all pairs of modes. */
    long largest();

    /** Returns a lag that does not depend on the modes. */
    static Lag of(long ticks) {
        return ticks == 0 ? NONE : new Fixed(ticks);
    }

    /**
     * The same lag whatever the modes.
     *
     * @param ticks at least 0
     */
    record Fixed(long ticks) implements Lag {
        public Fixed {
            if (ticks < 0) {
                throw new IllegalArgumentException("A lag is " + ticks + ", expected at least 0.");
            }
        }

        @Override
        public long between(int beforeMode, int afterMode) {
            return ticks;
        }

        @Override
        public long smallest() {
            return ticks;
        }

        @Override
        public long largest() {
            return ticks;
        }
    }

    /**
     * A lag for each pair of modes, for example because the modes sit on different devices.
     *
     * @param ticks one row per mode of the earlier op, one column per mode of the later op, each at least 0
     */
    record ByModes(List<List<Long>> ticks) implements Lag {
        public ByModes {
            ticks = ticks.stream().map(List::copyOf).toList();
            if (ticks.isEmpty() || ticks.get(0).isEmpty()) {
                throw new IllegalArgumentException("A table of lags needs at least one row and one column.");
            }
            for (List<Long> row : ticks) {
                if (row.size() != ticks.get(0).size()) {
                    throw new IllegalArgumentException("The rows of a table of lags differ in length: " + ticks + ".");
                }
                if (row.stream().anyMatch(lag -> lag < 0)) {
                    throw new IllegalArgumentException("A table of lags holds a negative value: " + ticks + ".");
                }
            }
        }

        @Override
        public long between(int beforeMode, int afterMode) {
            return ticks.get(beforeMode).get(afterMode);
        }

        @Override
        public long smallest() {
            return ticks.stream()
                    .flatMap(List::stream)
                    .mapToLong(Long::longValue)
                    .min()
                    .orElseThrow();
        }

        @Override
        public long largest() {
            return ticks.stream()
                    .flatMap(List::stream)
                    .mapToLong(Long::longValue)
                    .max()
                    .orElseThrow();
        }
    }
}
