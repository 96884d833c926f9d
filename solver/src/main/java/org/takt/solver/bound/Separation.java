package org.takt.solver.bound;

/**
 * How long at least after an op's start another one starts.
 *
 * @param before index of the op
 * @param after index of the other one
 * @param ticks at least 0
 */
public record Separation(int before, int after, long ticks) {}
