package org.takt.model.analytic;

import java.util.OptionalLong;

/** A layer that works on each token by itself: without attention, without experts, and outside the blocks that are recomputed. */
sealed interface TokenLayer extends Layer permits Embedding, Projection, Head {
    @Override
    default long tokensPermille() {
        return 1000;
    }

    @Override
    default OptionalLong attended() {
        return OptionalLong.empty();
    }

    @Override
    default Figure expertParameters() {
        return Figure.ZERO;
    }

    @Override
    default Figure copiedParameters() {
        return Figure.ZERO;
    }

    @Override
    default Figure core() {
        return Figure.ZERO;
    }

    @Override
    default boolean recomputable() {
        return false;
    }
}
