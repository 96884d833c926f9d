package org.takt.model.problem;

/** What an op does. The algorithms never branch on it; it names ops for people, op-lists and schedule families. */
public enum OpKind {
    /** Forward. */
    F,
    /** Full backward: input and weight gradient in one op. */
    B,
    /** Input gradient only. */
    I,
    /** Weight gradient only; follows the {@link #I} of the same stage and micro-batch. */
    W,
    /** Recompute of discarded activations. */
    R,
    /** Transfer of a forward's output to the next stage's device. */
    SEND_F,
    /** Transfer of an input gradient to the previous stage's device. */
    SEND_B,
    /** Copy of activations to the host. */
    OFFLOAD,
    /** Copy of activations back from the host. */
    RELOAD,
    /** Collective reduction. */
    ALL_REDUCE,
    /** Optimizer step. */
    OPTIMIZER,
    /** First vocabulary pass: up to the softmax statistics. */
    VOCABULARY_S,
    /** Second vocabulary pass: the gradients. */
    VOCABULARY_T,
    /** A forward and a backward of different micro-batches run as one op. */
    OVERLAP_F_B,
    /** What of a forward is before attention, where another device helps with it; {@link #F} is then what is between. */
    BEFORE_F,
    /** What of a forward is after attention, where another device helps with it. */
    AFTER_F,
    /** Attention of a forward that another device does in the place of the stage's own. */
    HELP_F,
    /**
     * What of a backward comes before that of attention, where another device helps with it; {@link #B} or {@link #I} is then what
     * is between.
     */
    BEFORE_B,
    /** What of a backward comes after that of attention, where another device helps with it. */
    AFTER_B,
    /** Attention of a backward that another device does in the place of the stage's own. */
    HELP_B;

    /** Returns whether the op moves data between devices. */
    public boolean isTransfer() {
        return this == SEND_F || this == SEND_B;
    }
}
