package org.takt.solver.generation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;

/**
 * A profile of one stage on one device from Zero Bubble (arXiv 2401.10241), as its authors publish it. A stage of k
 * layers per device; memory is that of one layer: 34 h + 5 a s at a forward, 32 h of it kept until the weight
 * gradient (hidden size h, a attention heads, sequence length s = 1024).
 *
 * @param setting which of the published settings, for the provenance
 * @param forward microseconds
 * @param backwardInput microseconds
 * @param backwardWeight microseconds
 * @param communication microseconds from a device to its neighbour
 * @param activation bytes per token of one layer
 * @param keptForWeight bytes per token of one layer
 */
record PublishedProfile(
        String setting,
        long forward,
        long backwardInput,
        long backwardWeight,
        long communication,
        long activation,
        long keptForWeight) {

    /** 6.2B on 8 devices, 24 micro-batches, ICLR version. */
    static final PublishedProfile MODEL_6P2B =
            new PublishedProfile("6.2B, p = 8, m = 24, ICLR 2024 version", 29718, 29444, 19927, 527, 303_104, 131_072);

    /** 6.2B on 16 devices of two chunks, 48 micro-batches, arXiv version; the times are doubled from a chunk to a stage. */
    static final PublishedProfile MODEL_6P2B_CHUNKED = new PublishedProfile(
            "6.2B, p = 16, m = 48, arXiv version, measured on one of two chunks of a device",
            28814,
            28760,
            19352,
            1610,
            303_104,
            131_072);

    /** 28.3B on 32 devices, 256 micro-batches, ICLR version. */
    static final PublishedProfile MODEL_28P3B = new PublishedProfile(
            "28.3B, p = 32, m = 256, ICLR 2024 version", 10402, 10248, 7698, 460, 454_656, 196_608);

    static final String TIME_UNIT = "us";
    static final String MEMORY_UNIT = "B/token/layer";

    /** Returns a stage with the profile's costs times factors in thousandths, rounded to nearest. */
    StageSpec stage(long timePermille, long memoryPermille) {
        return new StageSpec(
                scaled(forward, timePermille),
                scaled(backwardInput, timePermille),
                scaled(backwardWeight, timePermille),
                OptionalLong.empty(),
                new StageMemory(0, scaled(activation, memoryPermille), scaled(keptForWeight, memoryPermille), 0));
    }

    private static long scaled(long figure, long permille) {
        return (figure * permille + 500) / 1000;
    }

    /** Returns what the provenance says of the profile. */
    Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("profile", "Zero Bubble, https://arxiv.org/abs/2401.10241: " + setting);
        details.put(
                "repository",
                "https://github.com/sail-sg/zero-bubble-pipeline-parallelism, branch arxiv, "
                        + "megatron/core/pipeline_parallel/efficiency.py");
        return details;
    }
}
