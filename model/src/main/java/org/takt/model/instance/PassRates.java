package org.takt.model.instance;

import java.util.OptionalLong;

/**
 * How the cost of a stage's passes grows with the tokens they work on: ticks for a million tokens, or, for attention, for
 * a million tokens squared. Each from 0 to {@link #MAX}, that is up to 10^9 ticks for a token or 1000 for a pair of tokens.
 *
 * @param forward of a forward
 * @param backwardInput of an input gradient
 * @param backwardWeight of a weight gradient
 * @param backward of a full backward; empty means {@code backwardInput + backwardWeight}
 */
public record PassRates(long forward, long backwardInput, long backwardWeight, OptionalLong backward) {
    /** The largest rate: 10^15. */
    public static final long MAX = 1_000_000_000_000_000L;

    /** Costs that do not depend on tokens. */
    public static final PassRates NONE = new PassRates(0, 0, 0, OptionalLong.empty());

    /** Returns the rate of a full backward. */
    public long fullBackward() {
        return backward.orElse(backwardInput + backwardWeight);
    }
}
