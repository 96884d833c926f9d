package org.takt.model.picture;

import java.util.List;
import java.util.OptionalInt;

/**
 * A line of a picture, on which ops stand one after the other: a device's compute streams, another resource, or the ops
 * that hold no resource.
 *
 * @param name what people call it
 * @param device the device it belongs to, by index; empty if it belongs to none or joins several
 * @param isCompute whether it shows the compute streams of its device
 * @param ops the ops, by index, in the order in which they run
 */
public record Lane(String name, OptionalInt device, boolean isCompute, List<Integer> ops) {
    public Lane {
        ops = List.copyOf(ops);
    }
}
