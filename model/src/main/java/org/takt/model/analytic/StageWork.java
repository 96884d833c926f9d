package org.takt.model.analytic;

import java.util.List;
import org.takt.model.instance.Backward;

/**
 * What the layers of a stage add up to, for tokens of the sequence: layers that work on more or fewer count by their share. Not
 * rounded.
 */
final class StageWork {
    private final List<Layer> layers;

    StageWork(List<Layer> layers) {
        this.layers = layers;
    }

    /** One figure of a layer. */
    private interface Part {
        double of(Layer layer);
    }

    private double sum(Part part) {
        return layers.stream().mapToDouble(part::of).sum();
    }

    private double sumOfRecomputable(Part part) {
        return layers.stream().filter(Layer::recomputable).mapToDouble(part::of).sum();
    }

    private static double share(Layer layer) {
        return layer.tokensPermille() / 1000.0;
    }

    private static double linear(Layer layer) {
        double core = layer.attended().isPresent()
                ? (double) layer.core().value() * layer.attended().getAsLong()
                : 0;
        return share(layer) * (layer.linear().value() + core);
    }

    private static double withWeights(Layer layer) {
        return share(layer) * layer.linear().value();
    }

    private static double pairs(Layer layer) {
        return layer.attended().isPresent()
                ? 0
                : share(layer) * share(layer) * layer.core().value();
    }

    /** Returns the operations of a forward of a whole sequence. */
    double operations(long tokens) {
        return sum(StageWork::linear) * tokens + sum(StageWork::pairs) * tokens * tokens / 2;
    }

    /** Returns the operations of a forward for each token, and for each pair of a token and one before it. */
    Operations forward() {
        return new Operations(sum(StageWork::linear), sum(StageWork::pairs));
    }

    /** Returns those of an input gradient: with each weight once, the core of attention twice, and what is computed again. */
    Operations backwardInput(Recomputation recomputation) {
        double tokens = sum(layer -> 2 * linear(layer) - withWeights(layer));
        double pairs = sum(layer -> 2 * pairs(layer));
        return recomputation == Recomputation.FULL
                ? new Operations(
                        tokens + sumOfRecomputable(StageWork::linear), pairs + sumOfRecomputable(StageWork::pairs))
                : new Operations(tokens, pairs);
    }

    /** Returns those of a weight gradient: with each weight once. */
    Operations backwardWeight() {
        return new Operations(sum(StageWork::withWeights), 0);
    }

    /** Returns the attentions that a forward runs through. */
    long attentions() {
        return layers.stream().filter(layer -> layer.heads().isPresent()).count();
    }

    /** Returns those that an input gradient runs through again. */
    long attentionsAgain(Recomputation recomputation) {
        return recomputation == Recomputation.FULL
                ? layers.stream()
                        .filter(layer -> layer.recomputable() && layer.heads().isPresent())
                        .count()
                : 0;
    }

    /** Returns the features of queries, keys, values and output that a token of the sequence has in a forward. */
    double attentionFeatures() {
        return sum(layer -> share(layer) * layer.attentionFeatures().value());
    }

    /** Returns those that it has in an input gradient once more. */
    double attentionFeaturesAgain(Recomputation recomputation) {
        return recomputation == Recomputation.FULL
                ? sumOfRecomputable(
                        layer -> share(layer) * layer.attentionFeatures().value())
                : 0;
    }

    /**
     * Operations of a pass.
     *
     * @param tokens for each token
     * @param pairs for each pair of a token and one before it
     */
    record Operations(double tokens, double pairs) {}

    /**
     * Returns the bytes that weights, gradients and the optimizer's state take: 6 of each weight, and 12 that are divided among the
     * replicas (Megatron-LM's distributed optimizer, mixed-precision Adam).
     */
    double constant(ParallelLayout layout) {
        boolean hasEmbedding = layers.stream().anyMatch(Embedding.class::isInstance);
        double dense = sum(layer -> layer.parameters()
                .plus(hasEmbedding ? Figure.ZERO : layer.copiedParameters())
                .value());
        double experts = sum(layer -> layer.expertParameters().value()) / layout.expert();
        return (dense * (6 + 12.0 / layout.denseReplicas()) + experts * (6 + 12.0 / layout.expertReplicas()))
                / layout.tensor();
    }

    /**
     * Returns what a token holds.
     *
     * @param sequence length of the sequence; needed only where attention scores are kept
     * @param cut whether sequences are cut, so that keys and values outlive what is dropped
     */
    TokenBytes held(ParallelLayout layout, Recomputation recomputation, Backward backward, long sequence, boolean cut) {
        boolean full = recomputation == Recomputation.FULL;
        double keysAndValues = sum(layer -> keysAndValues(layer, layout, cut));
        double kept = sum(layer -> full && layer.recomputable() ? input(layer, layout) : kept(layer, layout, cut));
        if (recomputation == Recomputation.NONE) {
            kept += sum(layer -> scores(layer, layout, sequence));
        }
        double forWeight = sum(layer -> full && layer.recomputable() ? 0 : forWeight(layer, layout));
        double again = full ? heldAgain(layout, backward, cut) : 0;
        return new TokenBytes(kept, Math.min(kept, forWeight), Math.max(0, forWeight - kept) + again, keysAndValues);
    }

    /**
     * Returns what recomputed blocks hold: one after the other their activation, and, where the weight gradient comes later, what
     * all of them keep for it.
     */
    private double heldAgain(ParallelLayout layout, Backward backward, boolean cut) {
        double largest = layers.stream()
                .filter(Layer::recomputable)
                .mapToDouble(layer -> kept(layer, layout, cut))
                .max()
                .orElse(0);
        return backward == Backward.FUSED
                ? largest
                : Math.max(largest, sumOfRecomputable(layer -> forWeight(layer, layout)));
    }

    /** Returns what is kept beside keys and values, where these are held apart. */
    private static double kept(Layer layer, ParallelLayout layout, boolean cut) {
        return share(layer) * layer.activation().kept().on(layout) - keysAndValues(layer, layout, cut);
    }

    private static double forWeight(Layer layer, ParallelLayout layout) {
        return share(layer) * layer.activation().forWeight().on(layout);
    }

    private static double input(Layer layer, ParallelLayout layout) {
        Figure bytes = Figure.of(layer.width()).times(2);
        return share(layer) * new Bytes(bytes, Figure.ZERO).on(layout);
    }

    private static double keysAndValues(Layer layer, ParallelLayout layout, boolean cut) {
        return !cut
                ? 0
                : share(layer) * new Bytes(Figure.ZERO, layer.activation().keysAndValues()).on(layout);
    }

    private static double scores(Layer layer, ParallelLayout layout, long sequence) {
        double attended = layer.attended().isPresent() ? layer.attended().getAsLong() : share(layer) * sequence;
        return share(layer)
                * attended
                * new Bytes(Figure.ZERO, layer.activation().scores()).on(layout);
    }

    /** Returns the bytes that a token of the sequence sends to the next stage, from each GPU of those that divide it. */
    double sent(ParallelLayout layout) {
        Layer last = layers.get(layers.size() - 1);
        return share(last) * 2 * last.width() / layout.gpusOfToken();
    }

    /**
     * What a token holds on a GPU, bytes.
     *
     * @param activation from the forward on, keys and values apart
     * @param keptForWeight the part of it that is kept until the weight gradient
     * @param gradient from the start of the input gradient to the end of the weight gradient
     * @param keysAndValues until the input gradient
     */
    record TokenBytes(double activation, double keptForWeight, double gradient, double keysAndValues) {}
}
