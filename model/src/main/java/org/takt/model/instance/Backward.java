package org.takt.model.instance;

/** Whether backwards are cut into input and weight gradient. */
public enum Backward {
    /** One op {@code B} per stage and micro-batch. */
    FUSED,
    /** Two ops {@code I} and {@code W} per stage and micro-batch. */
    SPLIT,
    /** The solver decides for each stage and micro-batch. */
    EITHER
}
