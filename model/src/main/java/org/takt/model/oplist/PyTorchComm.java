package org.takt.model.oplist;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An action of a {@link PyTorchCsv} file that computes nothing.
 *
 * @param kind what it does
 * @param stage the stage that sends, receives or is prepared; {@link Integer#MAX_VALUE} if larger than that
 * @param microBatch whose tensor is sent or received; 0 for the other kinds, which have none
 */
record PyTorchComm(Kind kind, int stage, int microBatch) {
    private static final Pattern MESSAGE = Pattern.compile("([0-9]+)(SEND_F|RECV_F|SEND_B|RECV_B)([0-9]+)");
    private static final Pattern PREPARATION = Pattern.compile("([0-9]+)(UNSHARD|RESHARD|REDUCE_GRAD)");

    /** What an action does. */
    enum Kind {
        /** Sends a stage's output to the next stage. */
        SEND_F,
        /** Receives a stage's input from the stage before. */
        RECV_F,
        /** Sends a stage's input gradient to the stage before. */
        SEND_B,
        /** Receives a stage's output gradient from the next stage. */
        RECV_B,
        /** Gathers a sharded stage's parameters; nothing for others. */
        UNSHARD,
        /** Frees a sharded stage's parameters; nothing for others. */
        RESHARD,
        /** Divides a stage's gradients by the number of micro-batches. */
        REDUCE_GRAD;

        boolean isSend() {
            return this == SEND_F || this == SEND_B;
        }

        boolean isReceive() {
            return this == RECV_F || this == RECV_B;
        }

        boolean isForward() {
            return this == SEND_F || this == RECV_F;
        }
    }

    /** Returns the action of a cell, or empty if it is none. */
    static Optional<PyTorchComm> parse(String cell) {
        Matcher message = MESSAGE.matcher(cell);
        if (message.matches()) {
            return Optional.of(new PyTorchComm(
                    Kind.valueOf(message.group(2)),
                    PyTorchCell.number(message.group(1)),
                    PyTorchCell.number(message.group(3))));
        }
        Matcher preparation = PREPARATION.matcher(cell);
        return preparation.matches()
                ? Optional.of(new PyTorchComm(
                        Kind.valueOf(preparation.group(2)), PyTorchCell.number(preparation.group(1)), 0))
                : Optional.empty();
    }

    /** Returns the stage at the other end of a message. */
    int peer() {
        return kind == Kind.SEND_F || kind == Kind.RECV_B ? stage + 1 : stage - 1;
    }

    /** Returns the action at the other end of a message. */
    PyTorchComm counterpart() {
        Kind other =
                switch (kind) {
                    case SEND_F -> Kind.RECV_F;
                    case RECV_F -> Kind.SEND_F;
                    case SEND_B -> Kind.RECV_B;
                    case RECV_B -> Kind.SEND_B;
                    default -> throw new IllegalStateException(kind + " is no message.");
                };
        return new PyTorchComm(other, peer(), microBatch);
    }

    @Override
    public String toString() {
        return stage + kind.name() + (kind.isSend() || kind.isReceive() ? String.valueOf(microBatch) : "");
    }
}
