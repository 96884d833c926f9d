package org.takt.model.analytic;

/**
 * The last norm and the layer that gives every token of the vocabulary a score: {@code 2hV} operations of a forward (Narayanan et
 * al., arXiv 2104.04473), {@code 4h + 4V} bytes of a token: both inputs and the scores in single precision (Korthikanti et al., arXiv
 * 2205.05198, §4.3), whose place their gradient takes.
 *
 * @param vocabulary number of tokens
 * @param width features of a token
 * @param tied whether its weights are those of the embedding
 */
public record Head(long vocabulary, long width, boolean tied) implements TokenLayer {
    @Override
    public String describe() {
        return "head of " + vocabulary + " tokens" + (tied ? ", tied" : "");
    }

    @Override
    public Figure parameters() {
        return (tied ? Figure.ZERO : activeParameters()).plus(Figure.of(width));
    }

    @Override
    public Figure copiedParameters() {
        return tied ? activeParameters() : Figure.ZERO;
    }

    @Override
    public Figure activeParameters() {
        return Figure.of(width).times(Figure.of(vocabulary));
    }

    @Override
    public Activation activation() {
        Figure input = Figure.of(width).times(2);
        Figure scores = Figure.of(vocabulary).times(4);
        return Activation.of(new Bytes(input.times(2), scores), new Bytes(input, scores));
    }
}
