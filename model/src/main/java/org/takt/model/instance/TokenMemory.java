package org.takt.model.instance;

/**
 * How a stage's memory grows with the tokens it works on: memory units for a million tokens, each from 0 to
 * {@link #MAX}, that is up to 10^9 units for a token.
 *
 * @param activation taken at the start of a forward, the next part included
 * @param keptForWeight the part of {@code activation} that is kept until the weight gradient (or full backward) ends; at most
 *     {@code activation}
 * @param gradient taken at the start of the input gradient (or full backward), returned when the weight gradient (or full
 *     backward) ends
 * @param keysAndValues the keys and values that later segments of the same sequence attend to, beside
 *     {@code activation}: taken at the start of a segment's forward, returned when its own input gradient (or full
 *     backward) ends, even where the activation is dropped for recomputation
 */
public record TokenMemory(long activation, long keptForWeight, long gradient, long keysAndValues) {
    /** The largest figure: 10^15. */
    public static final long MAX = 1_000_000_000_000_000L;

    /** Memory that does not depend on tokens. */
    public static final TokenMemory NONE = new TokenMemory(0, 0, 0, 0);
}
