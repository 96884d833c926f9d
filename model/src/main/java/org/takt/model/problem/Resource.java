package org.takt.model.problem;

import java.util.List;

/**
 * A unary resource: at most one op holds it at a time. Identified by its index in {@link Problem#resources()}.
 *
 * @param name what people call it, not blank
 * @param kind what it stands for
 * @param devices the devices it belongs to, by index, distinct; several when it is shared, empty when it belongs to none
 */
public record Resource(String name, ResourceKind kind, List<Integer> devices) {
    public Resource {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A resource needs a name.");
        }
        devices = List.copyOf(devices);
        if (!Distinct.areDistinct(devices)) {
            throw new IllegalArgumentException("Resource " + name + " names a device twice: " + devices + ".");
        }
    }
}
