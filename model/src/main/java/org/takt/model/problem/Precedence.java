package org.takt.model.problem;

import java.util.Objects;

/**
 * When both ops are present: start({@code after}) ≥ end({@code before}) + lag.
 *
 * @param before index of the earlier op
 * @param after index of the later op, another one
 * @param lag the least time between the two
 */
public record Precedence(int before, int after, Lag lag) {
    public Precedence {
        Objects.requireNonNull(lag);
        if (before == after) {
            throw new IllegalArgumentException("Op " + before + " cannot precede itself.");
        }
    }
}
