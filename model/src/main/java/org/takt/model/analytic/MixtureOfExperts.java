package org.takt.model.analytic;

/**
 * Gated feed-forwards of which a router picks some for each token, and shared ones that all tokens pass (Mixtral, arXiv
 * 2401.04088; DeepSeekMoE, arXiv 2401.06066). Load is taken as balanced, so that every GPU works for as many tokens as it
 * has, wherever their experts lie. Kept beside what the experts that a token passes keep: the router's scores (4 bytes for
 * each expert) and the copies of the token that are sent to experts (2h each).
 *
 * @param experts routed experts
 * @param active how many of them a token passes
 * @param width features between the layers of an expert
 * @param sharedWidth features between the layers of the shared experts together, 0 if there is none
 */
public record MixtureOfExperts(long experts, long active, long width, long sharedWidth) implements FeedForward {
    @Override
    public String describe() {
        return active + " of " + experts + " experts of width " + width
                + (sharedWidth == 0 ? "" : " and shared ones of width " + sharedWidth);
    }

    @Override
    public Figure parameters(long hidden) {
        Figure input = Figure.of(hidden);
        return input.times(Figure.of(experts)).plus(Figure.of(3).times(input).times(Figure.of(sharedWidth)));
    }

    @Override
    public Figure expertParameters(long hidden) {
        return Figure.of(experts).times(Figure.of(3)).times(Figure.of(hidden)).times(Figure.of(width));
    }

    @Override
    public Figure activeParameters(long hidden) {
        return parameters(hidden)
                .plus(Figure.of(active)
                        .times(Figure.of(3))
                        .times(Figure.of(hidden))
                        .times(Figure.of(width)));
    }

    @Override
    public Activation activation(long hidden) {
        Figure inside = Figure.of(active)
                .times(Figure.of(width))
                .plus(Figure.of(sharedWidth))
                .times(6);
        Figure copies = Figure.of(active).times(Figure.of(hidden)).times(2);
        Figure scores = Figure.of(experts).times(4);
        return Activation.of(new Bytes(scores.plus(copies), inside), new Bytes(scores.plus(copies.times(2)), inside));
    }
}
