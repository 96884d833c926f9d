package org.takt.model.analytic;

/**
 * Attention of heads that share keys and values in groups (GQA, arXiv 2305.13245); with as many of these as heads, multi-head
 * attention (arXiv 1706.03762). Weights {@code h(q + 2k) + qh} and core {@code 4q} for {@code q} query and {@code k} key features
 * (Narayanan et al., arXiv 2104.04473, appendix); activation {@code 4q + 4k} (Korthikanti et al., arXiv 2205.05198, §4.1).
 *
 * @param heads query heads
 * @param keyValueHeads heads of keys and of values
 * @param headSize features of a head
 */
public record GroupedQueryAttention(long heads, long keyValueHeads, long headSize) implements Attention {
    @Override
    public String describe() {
        return "attention of " + heads + " heads, " + keyValueHeads + " of keys and values, size " + headSize;
    }

    @Override
    public Figure parameters(long hidden) {
        Figure queriesKeysValues = queries().plus(keys().times(2));
        return Figure.of(hidden).times(queriesKeysValues).plus(queries().times(Figure.of(hidden)));
    }

    @Override
    public Figure core() {
        return queries().times(4);
    }

    @Override
    public Figure features() {
        return queries().times(2).plus(keys().times(2));
    }

    @Override
    public Activation activation(boolean dropout) {
        Figure projected = queries().plus(keys().times(2)).times(2);
        Figure output = queries().times(2);
        Bytes kept = new Bytes(Figure.ZERO, projected.plus(output));
        return new Activation(kept, kept, keys().times(4), Figure.of(heads).times(dropout ? 5 : 2));
    }

    private Figure queries() {
        return Figure.of(heads).times(Figure.of(headSize));
    }

    private Figure keys() {
        return Figure.of(keyValueHeads).times(Figure.of(headSize));
    }
}
