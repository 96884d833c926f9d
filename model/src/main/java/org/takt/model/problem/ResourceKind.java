package org.takt.model.problem;

/** What a unary resource stands for. Only {@link #COMPUTE} has a meaning of its own: it defines busy time and device span. */
public enum ResourceKind {
    /** A device's compute stream. */
    COMPUTE,
    /** A device's sending engine. */
    SEND,
    /** A device's receiving engine. */
    RECEIVE,
    /** A device's copy engine towards the host (D2H). */
    COPY_OUT,
    /** A device's copy engine from the host (H2D). */
    COPY_IN,
    /** A device's collective-communication stream. */
    COLLECTIVE,
    /** A link between devices. */
    LINK
}
