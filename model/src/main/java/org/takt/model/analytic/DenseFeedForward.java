package org.takt.model.analytic;

/**
 * Two linear layers around an activation function, {@code 2hf} weights and {@code 4f} bytes of a token (Korthikanti et al.,
 * arXiv 2205.05198, §4.1, with f = 4h), or, gated, three, {@code 3hf} and {@code 6f} (SwiGLU, arXiv 2002.05202: gate, value and their
 * product are kept).
 *
 * @param width features between the layers
 * @param gated whether a third layer gates the others
 */
public record DenseFeedForward(long width, boolean gated) implements FeedForward {
    @Override
    public String describe() {
        return (gated ? "gated " : "") + "feed-forward of width " + width;
    }

    @Override
    public Figure parameters(long hidden) {
        return Figure.of(gated ? 3 : 2).times(Figure.of(hidden)).times(Figure.of(width));
    }

    @Override
    public Figure expertParameters(long hidden) {
        return Figure.ZERO;
    }

    @Override
    public Figure activeParameters(long hidden) {
        return parameters(hidden);
    }

    @Override
    public Activation activation(long hidden) {
        Bytes kept = new Bytes(Figure.ZERO, Figure.of(width).times(gated ? 6 : 4));
        return Activation.of(kept, kept);
    }
}
