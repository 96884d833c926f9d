package org.takt.model.analytic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.takt.model.instance.Provenance;

/** Says how each number of a pipeline was computed: the inputs, the figures of each kind of layer, and what is made of them. */
final class Derivation {
    private final AnalyticPipeline pipeline;
    private final List<Layer> kinds;

    Derivation(AnalyticPipeline pipeline) {
        this.pipeline = pipeline;
        Set<Layer> distinct = new LinkedHashSet<>();
        pipeline.stages().forEach(distinct::addAll);
        kinds = List.copyOf(distinct);
    }

    /** @param meanTokens tokens of the mean segment, which transfers are taken for */
    Provenance provenance(long meanTokens) {
        Map<String, String> details = new LinkedHashMap<>();
        Gpu gpu = pipeline.gpu();
        details.put("model", pipeline.model().name() + ", " + pipeline.model().parameters() + " parameters");
        details.put(
                "gpu",
                gpu.name() + ": " + gpu.teraflops() + " TFLOP/s of dense bf16, " + gpu.memoryBytes() + " B, "
                        + gpu.networkGigabytes() + " GB/s to another node");
        details.put("layout", pipeline.layout().describe());
        details.put("stages", stages());
        details.put("time", time());
        details.put("backward", backward());
        details.put("weights", weights());
        details.put("activation", activation());
        details.put(
                "transfer",
                AnalyticPipeline.TRANSFER_LATENCY + " us + 2 B × features × " + meanTokens
                        + " tokens of the mean segment / " + pipeline.layout().gpusOfToken() + " GPUs / "
                        + gpu.networkGigabytes() + " GB/s");
        if (pipeline.layout().ulysses() > 1) {
            details.put("allToAll", allToAll());
        }
        for (int kind = 0; kind < kinds.size(); kind++) {
            details.put(letter(kind), figures(kinds.get(kind)));
        }
        return new Provenance(Provenance.Kind.ANALYTIC, pipeline.model().source(), details);
    }

    private String stages() {
        List<String> words = new ArrayList<>();
        String before = "";
        int first = 0;
        for (int stage = 0; stage <= pipeline.stages().size(); stage++) {
            String layers =
                    stage < pipeline.stages().size() ? layers(pipeline.stages().get(stage)) : "";
            if (!layers.equals(before)) {
                if (!before.isEmpty()) {
                    words.add((stage - 1 == first ? "" + first : first + " to " + (stage - 1)) + ": " + before);
                }
                before = layers;
                first = stage;
            }
        }
        return String.join("; ", words);
    }

    /** Returns layers by their kinds' letters, equal neighbours counted. */
    private String layers(List<Layer> layers) {
        List<String> words = new ArrayList<>();
        int first = 0;
        for (int index = 1; index <= layers.size(); index++) {
            if (index == layers.size() || !layers.get(index).equals(layers.get(first))) {
                int count = index - first;
                words.add((count == 1 ? "" : count + " ") + letter(kinds.indexOf(layers.get(first))));
                first = index;
            }
        }
        return String.join(" + ", words);
    }

    private static String letter(int kind) {
        return kind < 26 ? String.valueOf((char) ('A' + kind)) : "layer " + kind;
    }

    private String time() {
        return "FLOP / " + pipeline.layout().gpusOfToken() + " GPUs / ("
                + pipeline.gpu().teraflops() + " TFLOP/s × "
                + pipeline.efficiencyPermille()
                + " ‰), a forward of t tokens behind P others: linear·t + core·t·(P + t/2)"
                + " (causal: half of arXiv 2104.04473)";
    }

    private String backward() {
        String again = pipeline.recomputation() == Recomputation.FULL ? ", and the forward of each block again" : "";
        return "input gradient: linear + 2 core" + again + "; weight gradient: linear; recomputation "
                + switch (pipeline.recomputation()) {
                    case NONE -> "none";
                    case SELECTIVE -> "selective";
                    case FULL -> "full";
                };
    }

    private String weights() {
        ParallelLayout layout = pipeline.layout();
        return "B / " + layout.tensor() + " ranks: (6 + 12/" + layout.denseReplicas() + ")·parameters"
                + (kinds.stream().anyMatch(kind -> kind.expertParameters().value() > 0)
                        ? ", (6 + 12/" + layout.expertReplicas() + ")·experts/" + layout.expert()
                        : "")
                + " (Megatron-LM's distributed optimizer)";
    }

    private String activation() {
        ParallelLayout layout = pipeline.layout();
        String divided = "B of a token / " + layout.gpusOfToken() + " ranks"
                + (layout.sequenceParallel() || layout.tensor() == 1
                        ? ""
                        : " (what tensor parallelism does not shard: / " + layout.sequenceRanks() + ")");
        return divided
                + switch (pipeline.recomputation()) {
                    case NONE -> ": kept + scores·sequence; for the weight gradient: forWeight";
                    case SELECTIVE -> ": kept; for the weight gradient: forWeight";
                    case FULL ->
                        ": 2 × features of each block and kept of the others; "
                                + "kept or forWeight again in the backward";
                }
                + " (arXiv 2205.05198, 2401.10241)";
    }

    private String allToAll() {
        ParallelLayout layout = pipeline.layout();
        return AllToAll.EACH_WAY + " in each forward and in each input gradient of an attention: each "
                + AnalyticPipeline.TRANSFER_LATENCY
                + " us, and together 2 B × features of queries, keys, values and output / "
                + layout.gpusOfToken() + " GPUs × (1 − 1/" + layout.ulysses() + ") / "
                + new AllToAll(layout, pipeline.gpu()).gigabytes() + " GB/s (arXiv 2309.14509)";
    }

    private String figures(Layer layer) {
        Activation activation = layer.activation();
        StringBuilder words = new StringBuilder(layer.describe());
        append(words, "parameters", layer.parameters());
        append(words, "experts", layer.expertParameters());
        append(words, "copied parameters", layer.copiedParameters());
        append(words, "linear FLOP", layer.linear());
        append(words, "core FLOP", layer.core());
        append(
                words,
                "kept B, sharded only with the sequence",
                activation.kept().sequenceParallel());
        append(words, "kept B, sharded", activation.kept().sharded());
        append(
                words,
                "forWeight B, sharded only with the sequence",
                activation.forWeight().sequenceParallel());
        append(words, "forWeight B, sharded", activation.forWeight().sharded());
        append(words, "keys and values B", activation.keysAndValues());
        append(words, "scores B", activation.scores());
        if (pipeline.layout().ulysses() > 1) {
            append(words, "features of queries, keys, values and output", layer.attentionFeatures());
        }
        if (layer.tokensPermille() != 1000) {
            words.append("; on ").append(layer.tokensPermille()).append(" ‰ of the tokens");
        }
        layer.attended().ifPresent(count -> words.append("; each attends to ").append(count));
        return words.toString();
    }

    private static void append(StringBuilder words, String name, Figure figure) {
        if (figure.value() != 0) {
            words.append("; ").append(name).append(": ").append(figure);
        }
    }
}
