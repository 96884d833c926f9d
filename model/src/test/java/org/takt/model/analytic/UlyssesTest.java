package org.takt.model.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.StageSpec;
import org.takt.model.json.ModelReader;

/** DeepSpeed-Ulysses (arXiv 2309.14509): a degree of sequence parallelism divides work and memory, and costs all-to-alls. */
class UlyssesTest {
    private static final Gpu H100 = Gpu.named("h100-sxm").orElseThrow();
    private static final long TOKENS = 65_536;

    private static AnalyticPipeline pipeline(String name, int tensor, int ulysses, Recomputation recomputation) {
        ModelDescription model = ModelReader.published(name);
        return new AnalyticPipeline(
                model,
                LayerSplit.equal(model, 4),
                H100,
                new ParallelLayout(tensor, 4, 1, 1, ulysses, 1, 1, true),
                new Placement.Loop(),
                recomputation,
                Backward.SPLIT,
                450);
    }

    private static StageSpec middle(String model, int tensor, int ulysses, Recomputation recomputation) {
        return pipeline(model, tensor, ulysses, recomputation)
                .instance("a", "", Collections.nCopies(2, MicroBatch.of(TOKENS, Segmentation.WHOLE)))
                .stages()
                .get(1);
    }

    /** §3.2: with multi-head attention each layer's messages are 3Nh and Nh in all, 4Nh/P on each link; here less the own 1/P of it. */
    @ParameterizedTest
    @CsvSource({"2, 450", "8, 450", "16, 50"})
    void eachLayerSendsThePublishedMessages(int degree, long gigabytes) {
        AllToAll allToAll = new AllToAll(new ParallelLayout(1, 4, 1, 1, degree, 1, 1, true), H100);
        double features = new StageWork(
                        List.of(ModelReader.published("gpt-3-175b").layers().get(1)))
                .attentionFeatures();
        double bytes = 2.0 * 4 * TOKENS * 12288 / degree * (degree - 1) / degree;
        assertThat(allToAll.microseconds(features) * TOKENS).isCloseTo(bytes / (gigabytes * 1e3), withPercentage(1e-9));
    }

    @Test
    void theDegreeDividesWorkAndMemoryAndAddsTheAllToAlls() {
        StageSpec whole = middle("llama-3.1-8b", 1, 1, Recomputation.SELECTIVE);
        StageSpec divided = middle("llama-3.1-8b", 1, 8, Recomputation.SELECTIVE);
        long sent = Math.round(8 * 2.0 * (2 * 4096 + 2 * 1024) / 8 * 7 / 8 / 450e3 * 1e6);
        assertThat(divided.forward()).as("8 layers of 4 all-to-alls of 10 us").isEqualTo(320);
        assertThat(divided.backwardInput()).isEqualTo(320);
        assertThat(divided.backwardWeight()).isZero();
        assertThat((double) divided.perMillionTokens().forward())
                .isCloseTo(whole.perMillionTokens().forward() / 8.0 + sent, withPercentage(0.001));
        assertThat((double) divided.perMillionTokens().backwardInput())
                .isCloseTo(whole.perMillionTokens().backwardInput() / 8.0 + sent, withPercentage(0.001));
        assertThat((double) divided.perMillionTokensSquared().forward())
                .isCloseTo(whole.perMillionTokensSquared().forward() / 8.0, withPercentage(0.001));
        assertThat((double) divided.memory().perMillionTokens().activation())
                .isCloseTo(whole.memory().perMillionTokens().activation() / 8.0, withPercentage(0.001));
    }

    @Test
    void fullRecomputationSendsAgain() {
        StageSpec selective = middle("llama-3.1-8b", 1, 8, Recomputation.SELECTIVE);
        StageSpec full = middle("llama-3.1-8b", 1, 8, Recomputation.FULL);
        assertThat(full.forward()).isEqualTo(selective.forward());
        assertThat(full.backwardInput()).isEqualTo(2 * selective.backwardInput());
        assertThat(full.perMillionTokens().backwardInput()
                        - selective.perMillionTokens().backwardInput())
                .isCloseTo(selective.perMillionTokens().forward(), org.assertj.core.data.Offset.offset(2L));
    }

    @Test
    void theProvenanceSaysHowItWasComputed() {
        Instance instance = pipeline("llama-3.1-8b", 2, 4, Recomputation.SELECTIVE)
                .instance("a", "", List.of(MicroBatch.of(TOKENS, Segmentation.WHOLE)));
        assertThat(instance.provenance().orElseThrow().detail("layout").orElseThrow())
                .contains("sp 4");
        assertThat(instance.provenance().orElseThrow().detail("allToAll").orElseThrow())
                .isEqualTo(
                        "4 in each forward and in each input gradient of an attention: each 10 us, and together 2 B × features"
                                + " of queries, keys, values and output / 8 GPUs × (1 − 1/4) / 450 GB/s (arXiv 2309.14509)");
    }

    @Test
    void thePipelinesCostIsThatOfItsInstances() {
        AnalyticPipeline pipeline = pipeline("llama-3.1-8b", 1, 8, Recomputation.FULL);
        Instance instance = pipeline.instance("a", "", List.of(MicroBatch.of(TOKENS, Segmentation.WHOLE)));
        assertThat(pipeline.cost()).isEqualTo(instance.cost());
    }

    @Test
    void refusesMoreRanksThanHeadsDivideAmong() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> pipeline("llama-3.1-8b", 2, 32, Recomputation.SELECTIVE))
                .withMessageContaining(
                        "Found 32 ranks that divide attention by heads beside 2 of tensor parallelism, expected together a divisor of"
                                + " the 32 heads.");
    }

    @Test
    void refusesLayoutsTooLargeToCount() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> new ParallelLayout(100_000, 1, 1, 100_000, 1, 1, 1, true))
                .withMessageContaining("expected at most 1000000.");
    }
}
