package org.takt.model.analytic;

/**
 * Multi-head latent attention (MLA; DeepSeek-V2, arXiv 2405.04434, §2.1, and DeepSeek-V3, arXiv 2412.19437): queries, and keys with
 * values, go through a projection of low rank; a part of each key carries the position and is shared by all heads. The core
 * multiplies the expanded heads, as training does. The latent vectors are no larger on more ranks of a tensor-parallel
 * group, so they divide only with the sequence.
 *
 * @param heads query heads
 * @param queryRank rank of the queries' projection; 0 if they have a plain one
 * @param keyValueRank rank of the projection of keys and values
 * @param plainSize features of a key head without position
 * @param rotarySize features of a key with position
 * @param valueSize features of a value head
 */
public record LatentAttention(
        long heads, long queryRank, long keyValueRank, long plainSize, long rotarySize, long valueSize)
        implements Attention {
    @Override
    public String describe() {
        return "latent attention of " + heads + " heads, ranks " + queryRank + " and " + keyValueRank + ", sizes "
                + plainSize + " + " + rotarySize + " and " + valueSize;
    }

    @Override
    public Figure parameters(long hidden) {
        Figure input = Figure.of(hidden);
        Figure toQueries = queryRank == 0
                ? input.times(queries())
                : input.times(Figure.of(queryRank))
                        .plus(Figure.of(queryRank).times(queries()))
                        .plus(Figure.of(queryRank));
        Figure toKeysAndValues = input.times(compressed())
                .plus(Figure.of(keyValueRank).times(expanded()))
                .plus(Figure.of(keyValueRank));
        return toQueries.plus(toKeysAndValues).plus(values().times(input));
    }

    @Override
    public Figure core() {
        return queries().times(2).plus(values().times(2));
    }

    /** {@inheritDoc} Expanded, each query head has its own. */
    @Override
    public long keyValueHeads() {
        return heads;
    }

    @Override
    public Figure features() {
        return queries().times(2).plus(values().times(2));
    }

    @Override
    public Activation activation(boolean dropout) {
        Figure latents = Figure.of(queryRank)
                .plus(Figure.of(queryRank))
                .plus(compressed())
                .plus(Figure.of(keyValueRank))
                .times(2);
        Figure expandedHeads = queries().times(2).plus(values().times(2)).times(2);
        Figure gradients = queries().plus(expanded()).plus(values()).times(2);
        return new Activation(
                new Bytes(latents, expandedHeads),
                new Bytes(latents, gradients),
                queries().plus(values()).times(2),
                Figure.of(heads).times(dropout ? 5 : 2));
    }

    private Figure queries() {
        return Figure.of(heads).times(Figure.of(plainSize).plus(Figure.of(rotarySize)));
    }

    private Figure values() {
        return Figure.of(heads).times(Figure.of(valueSize));
    }

    private Figure compressed() {
        return Figure.of(keyValueRank).plus(Figure.of(rotarySize));
    }

    private Figure expanded() {
        return Figure.of(heads).times(Figure.of(plainSize).plus(Figure.of(valueSize)));
    }
}
