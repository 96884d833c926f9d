package org.takt.model.analytic;

import java.util.OptionalLong;

/**
 * A layer of a model. All figures are whole: no parallelism divides them. Those by token are of the tokens that the layer works
 * on, which need not be those of the sequence: see {@link #tokensPermille()}.
 */
public sealed interface Layer permits TokenLayer, Block, MultiTokenPrediction {
    /** Returns the layer in words, with its sizes. */
    String describe();

    /** Returns the features of a token that the layer hands on. */
    long width();

    /** Returns how many tokens the layer works on for 1000 of the sequence, at least 1. */
    long tokensPermille();

    /** Returns to how many tokens each attends, if not to itself and all before it. */
    OptionalLong attended();

    /** Returns the model's weights in it but routed experts. */
    Figure parameters();

    /** Returns the weights of its routed experts, which expert parallelism divides. */
    Figure expertParameters();

    /** Returns copies of other layers' weights that it needs where those are elsewhere. */
    Figure copiedParameters();

    /** Returns the weights that a token is multiplied with; a forward takes two operations for each (arXiv 2104.04473). */
    Figure activeParameters();

    /** Returns the operations of a forward for each pair of a token and one attended to. */
    Figure core();

    /** Returns the features of queries, keys, values and the heads' output; none where there is no attention. */
    default Figure attentionFeatures() {
        return Figure.ZERO;
    }

    /** Returns the query heads of its attention; none where there is none. */
    default OptionalLong heads() {
        return OptionalLong.empty();
    }

    /** Returns its heads of keys and values; none where there is no attention. */
    default OptionalLong keyValueHeads() {
        return OptionalLong.empty();
    }

    /** Returns what it holds of each token. */
    Activation activation();

    /** Returns whether full recomputation replaces what it holds by its input. */
    boolean recomputable();

    /** Returns the operations of a forward for each token beside attention's core. */
    default Figure linear() {
        return activeParameters().times(2);
    }
}
