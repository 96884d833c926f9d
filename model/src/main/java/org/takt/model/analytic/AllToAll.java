package org.takt.model.analytic;

/**
 * The all-to-alls of DeepSpeed-Ulysses (arXiv 2309.14509, §3.2) around an attention: queries, keys and values change from parts of
 * the sequence to parts of the heads, the output changes back; in the backward their gradients do. Each rank sends all but its own
 * share of what it has. They overlap with nothing, as in the paper.
 *
 * @param layout how the model is spread
 * @param gpu where
 */
record AllToAll(ParallelLayout layout, Gpu gpu) {
    /** All-to-alls in a forward, and as many in an input gradient. */
    static final int EACH_WAY = 4;

    /** GPUs of a node, within which links are fast. */
    private static final int NODE = 8;

    /** Returns the bandwidth of a GPU: within a node if the ranks of tensor parallelism and of the all-to-all fit it. */
    long gigabytes() {
        return (long) layout.tensor() * layout.ulysses() <= NODE ? gpu.nodeGigabytes() : gpu.networkGigabytes();
    }

    /** Returns the microseconds that as many attentions take, whatever the tokens. */
    long latency(long attentions) {
        return layout.ulysses() == 1 ? 0 : attentions * EACH_WAY * AnalyticPipeline.TRANSFER_LATENCY;
    }

    /**
     * Returns the microseconds that a token adds, not rounded.
     *
     * @param features of its queries, keys, values and output
     */
    double microseconds(double features) {
        double sent = 2 * features / layout.gpusOfToken() * (1 - 1.0 / layout.ulysses());
        return sent / (gigabytes() * 1e3);
    }
}
