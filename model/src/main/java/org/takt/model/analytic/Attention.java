package org.takt.model.analytic;

/** The attention of a block. All figures are whole: no parallelism divides them. */
public sealed interface Attention permits GroupedQueryAttention, LatentAttention {
    /** Returns the attention in words, with its sizes. */
    String describe();

    /** Returns the weights of its projections. */
    Figure parameters(long hidden);

    /**
     * Returns the floating-point operations of its core, of a forward, for each pair of a token and one that it attends to:
     * a product with its key, one with its value.
     */
    Figure core();

    /** Returns its query heads. */
    long heads();

    /** Returns its heads of keys and values. */
    long keyValueHeads();

    /** Returns the features of queries, keys, values and the heads' output. */
    Figure features();

    /** Returns what it holds of a token beside its input and the gradient of its output. */
    Activation activation(boolean dropout);
}
