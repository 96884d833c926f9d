package org.takt.model.analytic;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * A transformer block: attention, a feed-forward, or both, each behind a norm. Either may be missing, as where feed-forwards
 * without attention between them are fused into a wide one. Each part keeps the input of its norm and its own (2h bytes of a
 * token each), and a mask of h where there is dropout: with multi-head attention, f = 4h and dropout {@code 34h} in all, of which
 * {@code 10h} are not sharded (Korthikanti et al., arXiv 2205.05198, equations 1 to 4), and {@code 32h} for the weight gradient (Zero
 * Bubble, arXiv 2401.10241); with grouped heads, a gate and no dropout {@code 8h + 4q + 4k + 6f}.
 *
 * @param width features of a token, in and out
 * @param attention the attention, if there is any
 * @param feedForward the feed-forward, if there is any
 * @param dropout whether dropout follows each part
 * @param tokensPermille tokens that it works on for 1000 of the sequence: fewer where the middle of a model is shortened, any number
 *     in a vision tower
 * @param attended to how many tokens each attends if not causally, such as the patches of an image
 */
public record Block(
        long width,
        Optional<Attention> attention,
        Optional<FeedForward> feedForward,
        boolean dropout,
        long tokensPermille,
        OptionalLong attended)
        implements Layer {

    /** A causal block on all tokens, without dropout. */
    public Block(long width, Attention attention, FeedForward feedForward) {
        this(width, Optional.of(attention), Optional.of(feedForward), false, 1000, OptionalLong.empty());
    }

    @Override
    public String describe() {
        StringJoiner words = new StringJoiner(", ", "block of ", "");
        attention.ifPresent(part -> words.add(part.describe()));
        feedForward.ifPresent(part -> words.add(part.describe()));
        return words.toString();
    }

    @Override
    public Figure parameters() {
        return attention
                .map(part -> part.parameters(width))
                .orElse(Figure.ZERO)
                .plus(feedForward.map(part -> part.parameters(width)).orElse(Figure.ZERO))
                .plus(norms());
    }

    @Override
    public Figure expertParameters() {
        return feedForward.map(part -> part.expertParameters(width)).orElse(Figure.ZERO);
    }

    @Override
    public Figure copiedParameters() {
        return Figure.ZERO;
    }

    @Override
    public Figure activeParameters() {
        return attention
                .map(part -> part.parameters(width))
                .orElse(Figure.ZERO)
                .plus(feedForward.map(part -> part.activeParameters(width)).orElse(Figure.ZERO));
    }

    @Override
    public Figure core() {
        return attention.map(Attention::core).orElse(Figure.ZERO);
    }

    @Override
    public Figure attentionFeatures() {
        return attention.map(Attention::features).orElse(Figure.ZERO);
    }

    @Override
    public OptionalLong heads() {
        return attention.map(part -> OptionalLong.of(part.heads())).orElse(OptionalLong.empty());
    }

    @Override
    public OptionalLong keyValueHeads() {
        return attention.map(part -> OptionalLong.of(part.keyValueHeads())).orElse(OptionalLong.empty());
    }

    @Override
    public Activation activation() {
        Activation activation = Activation.NONE;
        if (attention.isPresent()) {
            activation = activation.plus(aroundPart()).plus(attention.get().activation(dropout));
        }
        if (feedForward.isPresent()) {
            activation = activation.plus(aroundPart()).plus(feedForward.get().activation(width));
        }
        return activation;
    }

    @Override
    public boolean recomputable() {
        return true;
    }

    private Activation aroundPart() {
        Figure inputs = Figure.of(width).times(4);
        return Activation.of(
                new Bytes(dropout ? inputs.plus(Figure.of(width)) : inputs, Figure.ZERO),
                new Bytes(inputs, Figure.ZERO));
    }

    private Figure norms() {
        return Figure.of(width).times((attention.isPresent() ? 1 : 0) + (feedForward.isPresent() ? 1 : 0));
    }
}
