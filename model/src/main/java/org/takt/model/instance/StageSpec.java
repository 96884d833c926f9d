package org.takt.model.instance;

import java.util.OptionalLong;

/**
 * A stage: costs of a micro-batch, or of each of its segments, in ticks on a device of speed 1000, each at least 0, and
 * memory. The tokens of a segment add to its costs: see {@link CostCurve}.
 *
 * @param forward cost of a forward, whatever its tokens
 * @param backwardInput cost of an input gradient, whatever its tokens
 * @param backwardWeight cost of a weight gradient, whatever its tokens
 * @param backward cost of a full backward, whatever its tokens; empty means {@code backwardInput + backwardWeight}
 * @param memory memory on the stage's device
 * @param perMillionTokens what a million tokens add to a cost
 * @param perMillionTokensSquared what attention adds: the factor of tokens·(prefix + tokens/2), where the prefix is the
 *     number of tokens before the segment in its sequence; for a million tokens squared
 */
public record StageSpec(
        long forward,
        long backwardInput,
        long backwardWeight,
        OptionalLong backward,
        StageMemory memory,
        PassRates perMillionTokens,
        PassRates perMillionTokensSquared) {

    /** A stage whose costs do not depend on tokens. */
    public StageSpec(long forward, long backwardInput, long backwardWeight, OptionalLong backward, StageMemory memory) {
        this(forward, backwardInput, backwardWeight, backward, memory, PassRates.NONE, PassRates.NONE);
    }

    /** Returns the cost of a full backward, whatever its tokens, ticks. */
    public long fullBackward() {
        return backward.orElse(backwardInput + backwardWeight);
    }

    /** Returns the cost of a forward. */
    public CostCurve forwardCost() {
        return CostCurve.of(forward, perMillionTokens.forward(), perMillionTokensSquared.forward());
    }

    /** Returns the cost of an input gradient. */
    public CostCurve backwardInputCost() {
        return CostCurve.of(backwardInput, perMillionTokens.backwardInput(), perMillionTokensSquared.backwardInput());
    }

    /** Returns the cost of a weight gradient. */
    public CostCurve backwardWeightCost() {
        return CostCurve.of(
                backwardWeight, perMillionTokens.backwardWeight(), perMillionTokensSquared.backwardWeight());
    }

    /** Returns the cost of a full backward: by default the exact sum of both parts, which is rounded only afterwards. */
    public CostCurve fullBackwardCost() {
        return CostCurve.of(fullBackward(), perMillionTokens.fullBackward(), perMillionTokensSquared.fullBackward());
    }

    /** Returns whether costs or memory depend on tokens. */
    public boolean dependsOnTokens() {
        return !perMillionTokens.equals(PassRates.NONE)
                || !perMillionTokensSquared.equals(PassRates.NONE)
                || !memory.perMillionTokens().equals(TokenMemory.NONE);
    }
}
