package org.takt.solver.generation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.takt.model.analytic.Block;
import org.takt.model.analytic.GroupedQueryAttention;
import org.takt.model.instance.Instance;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;

/**
 * Cuts each layer of an instance with one block on each stage into what comes before attention, attention, and what comes after, and
 * puts them on devices as HelixPipe does (arXiv 2507.00394, {@link Placement.Helix}). Before attention are the projections
 * of queries, keys and values; their share of a block's weights is their share of its time and constant memory. Attention takes what is
 * quadratic in tokens, and holds queries, keys, values and the output. Transfers take what one of the layer's output takes.
 */
final class HelixLayers {
    private static final long THOUSAND = 1000;

    private final Instance layers;
    private final long before;
    private final long beforeHeld;
    private final long attentionHeld;

    /** @param block the block of every stage */
    private HelixLayers(Instance layers, Block block) {
        GroupedQueryAttention attention =
                (GroupedQueryAttention) block.attention().orElseThrow();
        long projected = (attention.heads() + 2 * attention.keyValueHeads()) * attention.headSize();
        long held = block.activation()
                .kept()
                .sequenceParallel()
                .plus(block.activation().kept().sharded())
                .value();
        this.layers = layers;
        this.before =
                THOUSAND * block.width() * projected / block.activeParameters().value();
        this.beforeHeld = THOUSAND * 4 * block.width() / held;
        this.attentionHeld = THOUSAND * 2 * attention.features().value() / held;
    }

    /** Returns the instance in a helix; without segments and recomputation. */
    static Instance of(Instance layers, Block block) {
        return new HelixLayers(layers, block).instance();
    }

    private Instance instance() {
        List<StageSpec> stages = new ArrayList<>();
        StageSpec after = part(layers.stages().get(0), 0, 0, 0);
        for (StageSpec layer : layers.stages()) {
            stages.add(sum(after, part(layer, before, before, beforeHeld)));
            stages.add(attention(layer));
            after = rest(layer);
        }
        stages.add(after);
        return new Instance(
                layers.name(),
                layers.description(),
                layers.timeUnit(),
                layers.memoryUnit(),
                layers.devices(),
                stages,
                new Placement.Helix(),
                layers.communication(),
                layers.microBatches(),
                layers.backward(),
                layers.objective(),
                layers.provenance().map(this::explained));
    }

    private Provenance explained(Provenance provenance) {
        Map<String, String> details = new LinkedHashMap<>(provenance.details());
        details.put(
                "helix",
                "each layer cut: before attention " + before + " ‰ of linear time and constant, " + beforeHeld
                        + " ‰ of what is held; attention what is quadratic, " + attentionHeld
                        + " ‰ of what is held; after it the rest, together with what is before the next attention"
                        + " (arXiv 2507.00394)");
        return new Provenance(provenance.kind(), provenance.source(), details);
    }

    private static StageSpec part(StageSpec layer, long linearPermille, long constantPermille, long heldPermille) {
        TokenMemory held = layer.memory().perMillionTokens();
        return stage(
                share(layer.memory().constant(), constantPermille),
                share(held, heldPermille),
                share(layer.perMillionTokens(), linearPermille),
                PassRates.NONE);
    }

    private StageSpec attention(StageSpec layer) {
        return stage(
                0,
                share(layer.memory().perMillionTokens(), attentionHeld),
                PassRates.NONE,
                layer.perMillionTokensSquared());
    }

    /** Returns what is left of a layer, so that its parts add up to it. */
    private StageSpec rest(StageSpec layer) {
        StageSpec first = part(layer, before, before, beforeHeld);
        TokenMemory held = layer.memory().perMillionTokens();
        TokenMemory taken =
                sum(first.memory().perMillionTokens(), attention(layer).memory().perMillionTokens());
        PassRates rates = layer.perMillionTokens();
        PassRates used = first.perMillionTokens();
        return stage(
                layer.memory().constant() - first.memory().constant(),
                new TokenMemory(
                        held.activation() - taken.activation(),
                        held.keptForWeight() - taken.keptForWeight(),
                        held.gradient() - taken.gradient(),
                        held.keysAndValues() - taken.keysAndValues()),
                new PassRates(
                        rates.forward() - used.forward(),
                        rates.backwardInput() - used.backwardInput(),
                        rates.backwardWeight() - used.backwardWeight(),
                        OptionalLong.empty()),
                PassRates.NONE);
    }

    private static StageSpec sum(StageSpec first, StageSpec second) {
        return stage(
                first.memory().constant() + second.memory().constant(),
                sum(first.memory().perMillionTokens(), second.memory().perMillionTokens()),
                new PassRates(
                        first.perMillionTokens().forward()
                                + second.perMillionTokens().forward(),
                        first.perMillionTokens().backwardInput()
                                + second.perMillionTokens().backwardInput(),
                        first.perMillionTokens().backwardWeight()
                                + second.perMillionTokens().backwardWeight(),
                        OptionalLong.empty()),
                PassRates.NONE);
    }

    private static TokenMemory sum(TokenMemory first, TokenMemory second) {
        return new TokenMemory(
                first.activation() + second.activation(),
                first.keptForWeight() + second.keptForWeight(),
                first.gradient() + second.gradient(),
                first.keysAndValues() + second.keysAndValues());
    }

    private static TokenMemory share(TokenMemory whole, long permille) {
        return new TokenMemory(
                share(whole.activation(), permille),
                share(whole.keptForWeight(), permille),
                share(whole.gradient(), permille),
                share(whole.keysAndValues(), permille));
    }

    private static PassRates share(PassRates whole, long permille) {
        return new PassRates(
                share(whole.forward(), permille),
                share(whole.backwardInput(), permille),
                share(whole.backwardWeight(), permille),
                OptionalLong.empty());
    }

    private static long share(long whole, long permille) {
        return Math.multiplyExact(whole, permille) / THOUSAND;
    }

    private static StageSpec stage(long constant, TokenMemory memory, PassRates linear, PassRates quadratic) {
        return new StageSpec(
                0, 0, 0, OptionalLong.empty(), new StageMemory(constant, 0, 0, 0, memory), linear, quadratic);
    }
}
