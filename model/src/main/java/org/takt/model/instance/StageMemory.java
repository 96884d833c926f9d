package org.takt.model.instance;

/**
 * Memory of a stage on its device, in memory units, each at least 0. The other parts are those of a micro-batch, or of
 * each of its segments, and scale with the micro-batch's activation factor.
 *
 * @param constant held all the time: weights, gradients, optimizer state
 * @param activation taken at the start of a forward; all of it when the forward starts, so it includes the next part
 * @param keptForWeight the part of {@code activation} that is kept until the weight gradient (or full backward) ends; at most
 *     {@code activation}. The rest is returned when the input gradient (or full backward) ends
 * @param gradient taken at the start of the input gradient (or full backward), returned when the weight gradient (or full
 *     backward) ends
 * @param perMillionTokens what comes to {@code activation}, {@code keptForWeight} and {@code gradient} by the tokens of the
 *     segment, and its keys and values
 */
public record StageMemory(
        long constant, long activation, long keptForWeight, long gradient, TokenMemory perMillionTokens) {
    /** No memory at all. */
    public static final StageMemory NONE = new StageMemory(0, 0, 0, 0);

    /** Memory that does not depend on tokens. */
    public StageMemory(long constant, long activation, long keptForWeight, long gradient) {
        this(constant, activation, keptForWeight, gradient, TokenMemory.NONE);
    }

    /** Returns the same memory with another part by tokens. */
    public StageMemory withPerMillionTokens(TokenMemory other) {
        return new StageMemory(constant, activation, keptForWeight, gradient, other);
    }

    /**
     * Converts the published delta notation (Zero Bubble, arXiv 2401.10241): memory grows by {@code forward} at a forward,
     * changes by {@code backwardInput} at an input gradient and by {@code backwardWeight} at a weight gradient.
     * With {@code backwardInput} = −y ≤ 0 this is a buffer y held until the input gradient ends and {@code forward} − y
     * held until the weight gradient ends; a positive {@code backwardInput} is taken when the input gradient starts.
     *
     * @throws IllegalArgumentException if the three do not sum to 0, or {@code forward} &lt; 0, or {@code backwardInput} &lt; −{@code forward}
     */
    public static StageMemory ofDeltas(long constant, long forward, long backwardInput, long backwardWeight) {
        if (forward < 0
                || backwardInput < -forward
                || Math.addExact(forward, backwardInput) != Math.negateExact(backwardWeight)) {
            throw new IllegalArgumentException(
                    "Memory deltas must sum to 0 with forward at least 0 and backwardInput at least −forward, found "
                            + forward + ", " + backwardInput + ", " + backwardWeight + ".");
        }
        return backwardInput <= 0
                ? new StageMemory(constant, forward, forward + backwardInput, 0)
                : new StageMemory(constant, forward, forward, backwardInput);
    }
}
