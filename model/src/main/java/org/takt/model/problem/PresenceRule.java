package org.takt.model.problem;

import java.util.List;

/** A rule on which sets of optional ops are legal. */
public sealed interface PresenceRule {
    /**
     * Exactly one of the ops is present.
     *
     * @param ops indices of optional ops, distinct, at least one
     */
    record ExactlyOne(List<Integer> ops) implements PresenceRule {
        public ExactlyOne {
            ops = List.copyOf(ops);
            if (ops.isEmpty() || ops.stream().distinct().count() != ops.size()) {
                throw new IllegalArgumentException(
                        "An exactly-one rule needs distinct ops, at least one: " + ops + ".");
            }
        }
    }

    /**
     * Where {@code op} is present, {@code required} is present too.
     *
     * @param op index of an optional op
     * @param required index of the op it needs
     */
    record Implies(int op, int required) implements PresenceRule {
        public Implies {
            if (op == required) {
                throw new IllegalArgumentException("Op " + op + " cannot imply itself.");
            }
        }
    }
}
