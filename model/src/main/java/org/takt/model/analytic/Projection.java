package org.takt.model.analytic;

/**
 * One linear layer: patches of images into a vision tower, its tokens into the language model's. {@code io} weights; holds its
 * input, and for the weight gradient the output's gradient too.
 *
 * @param input features of a token that goes in
 * @param width features of a token that comes out
 * @param tokensPermille tokens that it works on for 1000 of the sequence
 */
public record Projection(long input, long width, long tokensPermille) implements TokenLayer {
    @Override
    public String describe() {
        return "projection from " + input + " to " + width;
    }

    @Override
    public Figure parameters() {
        return Figure.of(input).times(Figure.of(width));
    }

    @Override
    public Figure activeParameters() {
        return parameters();
    }

    @Override
    public Activation activation() {
        Figure kept = Figure.of(input).times(2);
        Figure gradient = Figure.of(width).times(2);
        return Activation.of(new Bytes(kept, Figure.ZERO), new Bytes(kept.plus(gradient), Figure.ZERO));
    }
}
