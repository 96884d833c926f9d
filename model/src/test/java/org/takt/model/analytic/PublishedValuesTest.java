package org.takt.model.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.instance.Backward;
import org.takt.model.json.ModelReader;

/** Figures against published values and formulas of publications that are written out otherwise. */
class PublishedValuesTest {
    private static final long SEQUENCE = 8192;
    private static final ParallelLayout EIGHT_TENSOR_RANKS = new ParallelLayout(8, 1, 1, 1, 1, 1, true);

    @ParameterizedTest
    @CsvSource({
        "gpt-3-175b, 174.6, 'arXiv 2104.04473, table 1: 174.6 billion'",
        "llama-3.1-8b, 8.03, model card: 8.03B",
        "llama-3.1-70b, 70.55, model card: 70.6B",
        "llama-3.1-405b, 405.85, model card: 406B",
        "mixtral-8x7b, 46.7, 'arXiv 2401.04088 and model card: 46.7B'",
        "qwen3-8b, 8.19, model card: 8.2B",
        "qwen3-32b, 32.76, model card: 32.8B",
        "qwen3-235b-a22b, 235.09, model card: 235B"
    })
    void modelsHaveTheirPublishedNumberOfParameters(String model, double billions, String source) {
        assertThat(ModelReader.published(model).parameters() / 1e9).as(source).isCloseTo(billions, withPercentage(0.5));
    }

    @Test
    void deepseekHas671BillionParametersAndTheFurtherPredictionSome11Point5() {
        ModelDescription model = ModelReader.published("deepseek-v3");
        ModelDescription main = new ModelDescription(
                "main",
                "the same without its last layer",
                model.layers().subList(0, model.layers().size() - 1));
        assertThat(main.parameters() / 1e9)
                .as("arXiv 2412.19437, §4.2: 671B, 37B of them for a token")
                .isCloseTo(671, withPercentage(0.5));
        long active = main.layers().stream()
                        .mapToLong(layer -> layer.activeParameters().value())
                        .sum()
                + 129280L * 7168;
        assertThat(active / 1e9).isCloseTo(37, withPercentage(2));
        assertThat((model.parameters() - main.parameters()) / 1e9)
                .as("model card: 14B with embedding and head, which it shares")
                .isCloseTo(14 - 2 * 129280 * 7168 / 1e9, withPercentage(6));
    }

    /** Each written-out value is exact: b = 1, s = 8192, 8 tensor ranks, causal. */
    @ParameterizedTest
    @CsvSource({
        "gpt-3-175b, 1811.9, 31.336, 10.308",
        "llama-3.1-8b, 218.1, 4.123, 8.607",
        "llama-3.1-70b, 855.6, 15.118, 17.214",
        "llama-3.1-405b, 3187.7, 54.426, 34.428",
        "qwen3-32b, 487.6, 9.088, 12.745"
    })
    void layersTakeTheOperationsOfNarayananEtAl(String model, double millions, double teraflop, double headTeraflop) {
        ModelDescription description = ModelReader.published(model);
        Layer block = description.layers().get(1);
        assertThat(block.activeParameters().value() / 1e6).isCloseTo(millions, withPercentage(0.01));
        assertThat(new StageWork(List.of(block)).operations(SEQUENCE) / 1e12).isCloseTo(teraflop, within(0.001));
        Layer head = description.layers().get(description.layers().size() - 1);
        assertThat(new StageWork(List.of(head)).operations(SEQUENCE) / 1e12).isCloseTo(headTeraflop, within(0.001));
    }

    /**
     * 34 sbh / t of Korthikanti et al. is what a block of GPT holds: as many key heads as heads, two matrices of 4h, dropout. Worked
     * for the widths of these models (b = 1, s = 8192, 8 tensor ranks), it is that of a GPT as wide; by how many percent the model's
     * own block differs follows from its gate, its key heads and its width of feed-forwards: 8h + 4q + 4k + 6f in place of 34h.
     */
    @ParameterizedTest
    @CsvSource({
        "gpt-3-175b, 427.8, 0",
        "llama-3.1-8b, 142.6, 0",
        "llama-3.1-70b, 285.2, -1.47",
        "llama-3.1-405b, 570.4, -6.62",
        "qwen3-32b, 178.3, 32.94"
    })
    void blocksHoldTheWorkedBytesOfKorthikantiEtAlAsFarAsTheyAreThoseOfGpt(
            String model, double megabytes, double percent) {
        Layer block = ModelReader.published(model).layers().get(1);
        assertThat(megabytes(gpt(block.width(), block.width() / 128))).isCloseTo(megabytes, within(0.06));
        assertThat(100 * (megabytes(block) / megabytes - 1)).isCloseTo(percent, within(0.05));
    }

    private static double megabytes(Layer block) {
        return held(block, Recomputation.SELECTIVE, Backward.SPLIT).activation() * SEQUENCE / 1e6;
    }

    private static Block gpt(long width, long heads) {
        return new Block(
                width,
                Optional.of(new GroupedQueryAttention(heads, heads, width / heads)),
                Optional.of(new DenseFeedForward(4 * width, false)),
                true,
                1000,
                OptionalLong.empty());
    }

    /**
     * FlagScale's log of Qwen2.5 (h = q = 5120, k = 1024, f = 13824) on 4 tensor ranks with sequence parallelism:
     * "Activation memory footprint per dense transformer layer: 155.0 MB" (https://github.com/flagos-ai/FlagScale/pull/454), in
     * MiB, with room for two dropout masks. It does not say how long sequences are; 4096 tokens is what its embedding and output layer fit too.
     */
    @Test
    void aGroupedGatedBlockHoldsTheMegabytesOfFlagScale() {
        Block block = new Block(
                5120,
                Optional.of(new GroupedQueryAttention(40, 8, 128)),
                Optional.of(new DenseFeedForward(13824, true)),
                true,
                1000,
                OptionalLong.empty());
        ParallelLayout layout = new ParallelLayout(4, 1, 1, 1, 1, 1, true);
        double bytes = 4096 * heldBy(block, layout, Recomputation.SELECTIVE).activation();
        assertThat(bytes / (1 << 20)).isCloseTo(155.0, within(0.05));
    }

    /** F = 96 B s l h² (1 + s / (6h) + V / (16 l h)) is a forward, its recomputation and twice that; it counts attention in full. */
    @Test
    void anIterationOfGpt3TakesWhatTheFormulaOfNarayananEtAlSays() {
        ModelDescription model = ModelReader.published("gpt-3-175b");
        double sequence = 2048;
        double hidden = 12288;
        double published =
                96 * sequence * 96 * hidden * hidden * (1 + sequence / (6 * hidden) + 51200 / (16 * 96 * hidden));
        double blocks = 0;
        double head = 0;
        for (Layer layer : model.layers()) {
            double operations = layer.linear().value() * sequence + layer.core().value() * sequence * sequence;
            if (layer instanceof Block) {
                blocks += operations;
            } else {
                head += operations;
            }
        }
        assertThat(4 * blocks + 3 * head).isCloseTo(published, withPercentage(0.001));
    }

    /** Korthikanti et al., arXiv 2205.05198, equations 1 to 4 and §5, for the four models of table 3, s = 2048, t = 8. */
    @ParameterizedTest
    @CsvSource({"22B, 6144, 64", "175B, 12288, 96", "530B, 20480, 128", "1T, 25600, 160"})
    void blocksOfGptHoldTheBytesOfKorthikantiEtAl(String model, long hidden, long heads) {
        Layer block = gpt(hidden, heads);
        double scores = 5.0 * heads * 2048 / hidden;
        ParallelLayout alone = new ParallelLayout(1, 1, 1, 1, 1, 1, false);
        ParallelLayout tensor = new ParallelLayout(8, 1, 1, 1, 1, 1, false);
        assertThat(heldBy(block, alone, Recomputation.NONE).activation())
                .isEqualTo(hidden * (34 + scores), within(1e-6));
        assertThat(heldBy(block, tensor, Recomputation.NONE).activation())
                .isEqualTo(hidden * (10 + 24 / 8.0 + scores / 8), within(1e-6));
        assertThat(heldBy(block, EIGHT_TENSOR_RANKS, Recomputation.NONE).activation())
                .isEqualTo(hidden * (34 + scores) / 8, within(1e-6));
        assertThat(heldBy(block, EIGHT_TENSOR_RANKS, Recomputation.SELECTIVE).activation())
                .isEqualTo(hidden * 34 / 8.0);
        assertThat(heldBy(block, alone, Recomputation.FULL).activation()).isEqualTo(2.0 * hidden);
    }

    @Test
    void theBlockOfGpt3IsThatOf175B() {
        assertThat(ModelReader.published("gpt-3-175b").layers().get(1)).isEqualTo(gpt(12288, 96));
    }

    @Test
    void theWeightGradientNeeds32OfThe34HOfZeroBubble() {
        Layer block = ModelReader.published("gpt-3-175b").layers().get(1);
        StageWork.TokenBytes held = held(block, Recomputation.SELECTIVE, Backward.SPLIT);
        assertThat(held.keptForWeight()).isEqualTo(12288 * 32 / 8.0);
        assertThat(held.gradient()).isZero();
    }

    @Test
    void aGroupedGatedBlockHolds33Point5HWhereTheQuotientsAreThoseOfLlama70B() {
        Layer block = ModelReader.published("llama-3.1-70b").layers().get(1);
        assertThat(held(block, Recomputation.SELECTIVE, Backward.SPLIT).activation())
                .isEqualTo(8192 * 33.5 / 8);
    }

    /**
     * Korthikanti et al., §4.1, part by part for a gate, grouped keys and no dropout: s (8h + 4q + 4k + 6f) / t bytes, written out; for
     * 8B that is 34 sbh / t.
     */
    @ParameterizedTest
    @CsvSource({
        "gpt-3-175b, 427.819",
        "llama-3.1-8b, 142.606",
        "llama-3.1-70b, 281.018",
        "llama-3.1-405b, 532.677",
        "qwen3-32b, 236.978"
    })
    void blocksHoldTheWrittenOutBytes(String model, double megabytes) {
        Layer block = ModelReader.published(model).layers().get(1);
        double bytes = held(block, Recomputation.SELECTIVE, Backward.SPLIT).activation() * SEQUENCE;
        assertThat(bytes / 1e6).isCloseTo(megabytes, within(0.001));
    }

    @Test
    void theHeadHolds4HAnd4VOfKorthikantiEtAl() {
        Layer head = new Head(51200, 12288, true);
        assertThat(held(head, Recomputation.SELECTIVE, Backward.FUSED).activation())
                .isEqualTo((4 * 12288 + 4 * 51200) / 8.0);
    }

    private static StageWork.TokenBytes held(Layer layer, Recomputation recomputation, Backward backward) {
        return new StageWork(List.of(layer)).held(EIGHT_TENSOR_RANKS, recomputation, backward, SEQUENCE, false);
    }

    private static StageWork.TokenBytes heldBy(Layer layer, ParallelLayout layout, Recomputation recomputation) {
        return new StageWork(List.of(layer)).held(layout, recomputation, Backward.FUSED, 2048, false);
    }
}
