package org.takt.model.analytic;

/**
 * The table that turns tokens into features: a look-up, no operations. Holds 8 bytes of a token (its number and position), and a mask
 * of h where there is dropout (Korthikanti et al., arXiv 2205.05198, §4.3).
 *
 * @param vocabulary number of tokens
 * @param width features of a token
 * @param dropout whether dropout follows
 */
public record Embedding(long vocabulary, long width, boolean dropout) implements TokenLayer {
    @Override
    public String describe() {
        return "embedding of " + vocabulary + " tokens";
    }

    @Override
    public Figure parameters() {
        return Figure.of(vocabulary).times(Figure.of(width));
    }

    @Override
    public Figure activeParameters() {
        return Figure.ZERO;
    }

    @Override
    public Activation activation() {
        Bytes kept = new Bytes(Figure.of(8).plus(dropout ? Figure.of(width) : Figure.ZERO), Figure.ZERO);
        return Activation.of(kept, new Bytes(Figure.of(8), Figure.ZERO));
    }
}
