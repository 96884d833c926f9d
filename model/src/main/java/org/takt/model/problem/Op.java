package org.takt.model.problem;

import java.util.List;

/**
 * A unit of work that runs without interruption. Identified by its index in {@link Problem#ops()}.
 *
 * @param kind what it does
 * @param pipeline which of several pipelines over the same devices, 0-based
 * @param stage the stage of that pipeline, 0-based
 * @param microBatch the micro-batch, 0-based
 * @param segment the segment of the micro-batch, 0-based; 0 where micro-batches are not cut
 * @param optional whether a schedule may leave it out, as far as the presence rules allow
 * @param modes the ways of running it, at least one; a schedule chooses exactly one for each present op
 */
public record Op(
        OpKind kind, int pipeline, int stage, int microBatch, int segment, boolean optional, List<Mode> modes) {
    public Op {
        if (pipeline < 0 || stage < 0 || microBatch < 0 || segment < 0) {
            throw new IllegalArgumentException("Pipeline, stage, micro-batch and segment of an op must be at least 0: "
                    + pipeline + ", " + stage + ", " + microBatch + ", " + segment + ".");
        }
        modes = List.copyOf(modes);
        if (modes.isEmpty()) {
            throw new IllegalArgumentException("An op needs at least one mode.");
        }
    }

    /** Returns the same op with other ways to run it. */
    public Op withModes(List<Mode> others) {
        return new Op(kind, pipeline, stage, microBatch, segment, optional, others);
    }

    /** Returns a name for messages, such as {@code F(stage 3, micro-batch 5)}; pipeline and segment only where not 0. */
    public String label() {
        StringBuilder label = new StringBuilder(kind.name()).append('(');
        if (pipeline > 0) {
            label.append("pipeline ").append(pipeline).append(", ");
        }
        label.append("stage ").append(stage).append(", micro-batch ").append(microBatch);
        if (segment > 0) {
            label.append(", segment ").append(segment);
        }
        return label.append(')').toString();
    }
}
