package org.takt.model.analytic;

/** The feed-forward part of a block. All figures are whole: no parallelism divides them. */
public sealed interface FeedForward permits DenseFeedForward, MixtureOfExperts {
    /** Returns the part in words, with its sizes. */
    String describe();

    /** Returns the weights that every rank of the data-parallel group holds. */
    Figure parameters(long hidden);

    /** Returns the weights that are divided among the ranks of an expert-parallel group. */
    Figure expertParameters(long hidden);

    /** Returns the weights that a token is multiplied with. */
    Figure activeParameters(long hidden);

    /** Returns what it holds of a token beside its input and the gradient of its output. */
    Activation activation(long hidden);
}
