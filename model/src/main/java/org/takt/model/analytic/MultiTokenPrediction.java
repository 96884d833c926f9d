package org.takt.model.analytic;

import java.util.OptionalLong;

/**
 * A module that predicts one token further (DeepSeek-V3, arXiv 2412.19437, §2.2): norms of the features and of the next token's
 * embedding, a layer from both to one, a block, and the model's own head once more. It shares embedding and head: the head is
 * on its stage anyway, of the embedding it needs a copy.
 *
 * @param block its block
 * @param vocabulary number of tokens
 */
public record MultiTokenPrediction(Block block, long vocabulary) implements Layer {
    @Override
    public String describe() {
        return "multi-token prediction with a " + block.describe();
    }

    @Override
    public long width() {
        return block.width();
    }

    @Override
    public long tokensPermille() {
        return block.tokensPermille();
    }

    @Override
    public OptionalLong attended() {
        return block.attended();
    }

    @Override
    public Figure parameters() {
        return joining().plus(Figure.of(width()).times(3)).plus(block.parameters());
    }

    @Override
    public Figure expertParameters() {
        return block.expertParameters();
    }

    @Override
    public Figure copiedParameters() {
        return Figure.of(vocabulary).times(Figure.of(width()));
    }

    @Override
    public Figure activeParameters() {
        return joining().plus(block.activeParameters()).plus(head().activeParameters());
    }

    @Override
    public Figure core() {
        return block.core();
    }

    @Override
    public Figure attentionFeatures() {
        return block.attentionFeatures();
    }

    @Override
    public OptionalLong heads() {
        return block.heads();
    }

    @Override
    public OptionalLong keyValueHeads() {
        return block.keyValueHeads();
    }

    @Override
    public Activation activation() {
        Figure inputs = Figure.of(width()).times(4);
        Figure gradient = Figure.of(width()).times(2);
        return Activation.of(new Bytes(inputs.times(2), Figure.ZERO), new Bytes(inputs.plus(gradient), Figure.ZERO))
                .plus(block.activation())
                .plus(head().activation());
    }

    @Override
    public boolean recomputable() {
        return false;
    }

    private Figure joining() {
        return Figure.of(2).times(Figure.of(width())).times(Figure.of(width()));
    }

    private Head head() {
        return new Head(vocabulary, width(), true);
    }
}
