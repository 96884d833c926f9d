package org.takt.model.expansion;

/**
 * Chains the segments of a micro-batch on every stage: a forward attends to the keys and values of the segment before it,
 * so forwards ascend; those get gradients from the segments after it, so input gradients descend (Seq1F1B, arXiv 2406.03488,
 * §3.2). Neither takes time of its own.
 */
final class AttentionRule {
    private final ChainOps chains;

    AttentionRule(ChainOps chains) {
        this.chains = chains;
    }

    void addTo(Draft draft) {
        for (int microBatch = 0; microBatch < chains.microBatches(); microBatch++) {
            for (int segment = 0; segment + 1 < chains.segments(microBatch); segment++) {
                for (int stage = 0; stage < chains.stages(); stage++) {
                    chain(draft, stage, microBatch, segment);
                }
            }
        }
    }

    private void chain(Draft draft, int stage, int microBatch, int segment) {
        draft.precede(chains.forward(stage, microBatch, segment), chains.forward(stage, microBatch, segment + 1), 0);
        for (int later : chains.inputGradients(stage, microBatch, segment + 1)) {
            for (int own : chains.inputGradients(stage, microBatch, segment)) {
                draft.precede(later, own, 0);
            }
        }
    }
}
