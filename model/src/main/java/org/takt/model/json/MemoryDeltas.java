package org.takt.model.json;

import org.takt.model.instance.StageMemory;

/**
 * Changes of memory in the published notation (Zero Bubble, arXiv 2401.10241), as {@link StageMemory#ofDeltas} takes
 * them: each within {@link Range#MEMORY_CHANGE}, so that sums cannot overflow.
 *
 * @param forward change at a forward, memory units
 * @param backwardInput change at an input gradient, memory units
 * @param backwardWeight change at a weight gradient, memory units
 */
record MemoryDeltas(long forward, long backwardInput, long backwardWeight) {
    /**
     * Returns the memory they mean, or none and a problem where {@code place} stands if they mean none, unless a
     * problem there is known already.
     */
    StageMemory toMemory(long constant, ObjectCursor place) {
        long sum = forward + backwardInput + backwardWeight;
        if (forward >= 0 && backwardInput >= -forward && sum == 0) {
            return StageMemory.ofDeltas(constant, forward, backwardInput, backwardWeight);
        }
        if (place.isSound()) {
            String found = "Found " + forward + ", " + backwardInput + " and " + backwardWeight;
            place.problems()
                    .add(
                            place.pointer(),
                            sum == 0
                                    ? found + ", expected the input gradient to return at most what the forward takes."
                                    : found + ", which sum to " + sum
                                            + ", expected the memory of forward, input gradient "
                                            + "and weight gradient to sum to 0.");
        }
        return StageMemory.NONE;
    }
}
