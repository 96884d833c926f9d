package org.takt.model.analytic;

/** What the backward computes again (Korthikanti et al., arXiv 2205.05198, §5). */
public enum Recomputation {
    /** Nothing: attention scores are kept, which takes memory in proportion to the square of a sequence. */
    NONE,
    /** The core of attention, inside its own fused kernel (FlashAttention, arXiv 2205.14135): its time is part of the backward's. */
    SELECTIVE,
    /** Every block from its input: one forward more in the input gradient, 2h bytes of a token kept. */
    FULL
}
