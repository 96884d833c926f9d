package org.takt.model.instance;

import java.util.OptionalLong;

/**
 * A device.
 *
 * @param name what people call it, unique in the instance, not blank
 * @param memoryLimit memory units, at least 0; empty means unlimited
 * @param speedPermille speed relative to the one the costs were measured on, in thousandths, at least 1: 1000 runs an
 *     op in its cost, 500 in twice its cost
 * @param constantMemory memory held all the time beside what the stages hold, memory units, at least 0
 */
public record DeviceSpec(String name, OptionalLong memoryLimit, long speedPermille, long constantMemory) {}
