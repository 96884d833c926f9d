package org.takt.model.instance;

import java.util.OptionalLong;

/**
 * A stage: costs per micro-batch in ticks on a device of speed 1000, each at least 0, and memory.
 *
 * @param forward cost of a forward
 * @param backwardInput cost of an input gradient
 * @param backwardWeight cost of a weight gradient
 * @param backward cost of a full backward; empty means {@code backwardInput + backwardWeight}
 * @param memory memory on the stage's device
 */
public record StageSpec(
        long forward, long backwardInput, long backwardWeight, OptionalLong backward, StageMemory memory) {

    /** Returns the cost of a full backward, ticks. */
    public long fullBackward() {
        return backward.orElse(backwardInput + backwardWeight);
    }
}
