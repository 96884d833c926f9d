package org.takt.model.problem;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * A device whose memory is accounted for. Identified by its index in {@link Problem#devices()}.
 *
 * @param name what people call the device, not blank
 * @param constantMemory memory held all the time (weights, gradients, optimizer state), in memory units, at least 0
 * @param memoryLimit the most memory that may be held at any instant, constant part included, in memory units;
 *     empty means unlimited
 */
public record Device(String name, long constantMemory, OptionalLong memoryLimit) {
    public Device {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A device needs a name.");
        }
        if (constantMemory < 0) {
            throw new IllegalArgumentException(
                    "Device " + name + " has constant memory " + constantMemory + ", expected at least 0.");
        }
        Objects.requireNonNull(memoryLimit);
        if (memoryLimit.isPresent() && memoryLimit.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "Device " + name + " has memory limit " + memoryLimit.getAsLong() + ", expected at least 0.");
        }
    }

    /** Returns the memory left for buffers: limit − constant, negative if the constant part alone does not fit; {@link Long#MAX_VALUE} without a limit. */
    public long bufferCapacity() {
        return memoryLimit.isPresent() ? memoryLimit.getAsLong() - constantMemory : Long.MAX_VALUE;
    }
}
