package org.takt.model.analytic;

/**
 * What a layer holds of each token between its passes, in half precision.
 *
 * @param kept from the forward to the input gradient, attention scores apart
 * @param forWeight what the weight gradient needs after the input gradient: inputs of matrix products, and gradients of their
 *     outputs (Zero Bubble, arXiv 2401.10241, §2: {@code M_W})
 * @param keysAndValues the part of {@code kept} that later segments of the sequence attend to
 * @param scores bytes for each pair of a token and one attended to, where attention is not fused: {@code 5a} of
 *     Korthikanti et al. (arXiv 2205.05198), divided among the ranks of the tensor-parallel group
 */
public record Activation(Bytes kept, Bytes forWeight, Figure keysAndValues, Figure scores) {
    /** Nothing. */
    public static final Activation NONE = new Activation(Bytes.NONE, Bytes.NONE, Figure.ZERO, Figure.ZERO);

    /** Returns the sum. */
    public Activation plus(Activation other) {
        return new Activation(
                kept.plus(other.kept),
                forWeight.plus(other.forWeight),
                keysAndValues.plus(other.keysAndValues),
                scores.plus(other.scores));
    }

    /** Returns the activation of a part without attention. */
    static Activation of(Bytes kept, Bytes forWeight) {
        return new Activation(kept, forWeight, Figure.ZERO, Figure.ZERO);
    }
}
