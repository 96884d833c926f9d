package org.takt.model.picture;

/**
 * What a schedule cannot say of itself.
 *
 * @param title what the schedule is of, such as the instance's name
 * @param label what tells it from a schedule beside it, such as the file's name or the family's
 * @param timeUnit unit of a tick, such as {@code us}
 * @param memoryUnit unit of memory, such as {@code MiB}
 */
public record Caption(String title, String label, String timeUnit, String memoryUnit) {}
