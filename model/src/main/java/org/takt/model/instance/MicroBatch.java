package org.takt.model.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A micro-batch.
 *
 * @param costPermille factor on every compute cost, in thousandths, at least 0; results are rounded up to whole ticks
 * @param activationPermille factor on activation, part kept for the weight gradient, gradient memory and keys and values, in
 *     thousandths, at least 0; results are rounded up to whole units
 * @param direction the pipeline it runs through under a bidirectional placement, 0 or 1; empty means by parity of its index
 * @param sequences lengths of the sequences in it, tokens, each at least 1, together at most {@link #MAX_TOKENS}; several
 *     do not attend to each other; none means that the micro-batch has no length and costs do not depend on tokens
 * @param segmentation how it is cut; only one sequence can be
 * @param recomputedSegments how many of its segments, the first ones, drop their activation at the end of the forward and
 *     run the forward again as the beginning of their backward, 0 to all (ChunkFlow, arXiv 2503.02356, which keeps the
 *     last K); 0 or 1 where it is not cut. Keys and values stay
 */
public record MicroBatch(
        long costPermille,
        long activationPermille,
        OptionalInt direction,
        List<Long> sequences,
        Segmentation segmentation,
        int recomputedSegments) {
    /** The most tokens of a micro-batch: 10^9, so that twice the pairs of tokens fit a long. */
    public static final long MAX_TOKENS = 1_000_000_000;

    /** A micro-batch as the stages describe it. */
    public static final MicroBatch PLAIN = new MicroBatch(1000, 1000, OptionalInt.empty());

    public MicroBatch {
        sequences = List.copyOf(sequences);
        Objects.requireNonNull(segmentation);
    }

    /** A micro-batch without length. */
    public MicroBatch(long costPermille, long activationPermille, OptionalInt direction) {
        this(costPermille, activationPermille, direction, List.of(), Segmentation.WHOLE, 0);
    }

    /** Returns a micro-batch of one sequence. */
    public static MicroBatch of(long tokens, Segmentation segmentation) {
        return new MicroBatch(1000, 1000, OptionalInt.empty(), List.of(tokens), segmentation, 0);
    }

    /** Returns a micro-batch of several sequences that do not attend to each other. */
    public static MicroBatch packed(List<Long> sequences) {
        return new MicroBatch(1000, 1000, OptionalInt.empty(), sequences, Segmentation.WHOLE, 0);
    }

    /** Returns the same micro-batch cut in another way. */
    public MicroBatch withSegmentation(Segmentation other) {
        return new MicroBatch(costPermille, activationPermille, direction, sequences, other, recomputedSegments);
    }

    /** Returns the same micro-batch with another number of recomputed segments. */
    public MicroBatch withRecomputedSegments(int other) {
        return new MicroBatch(costPermille, activationPermille, direction, sequences, segmentation, other);
    }

    /** Returns the number of its tokens; 0 if it has no length. */
    public long tokens() {
        return sequences.stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of segments it is cut into, at least 1. */
    public long segmentCount() {
        return sequences.isEmpty() ? 1 : segmentation.count(tokens());
    }

    /**
     * Returns its segments, first to last.
     *
     * @param cost what cuts that weigh segments weigh them by: see {@link Instance#cost()}
     */
    public List<Segment> segments(CostCurve cost) {
        if (sequences.isEmpty()) {
            return List.of(Segment.WITHOUT_LENGTH);
        }
        if (sequences.size() > 1) {
            return List.of(new Segment(tokens(), doubledPairs()));
        }
        if (segmentation instanceof Segmentation.Averaged averaged) {
            return averaged.segments(sequences.get(0), cost);
        }
        List<Segment> segments = new ArrayList<>();
        long prefix = 0;
        for (long length : segmentation.lengths(sequences.get(0), cost)) {
            segments.add(Segment.of(prefix, length));
            prefix += length;
        }
        return segments;
    }

    /** Returns twice the pairs of tokens that attend to each other, which does not depend on the cut. */
    long doubledPairs() {
        return sequences.stream().mapToLong(length -> length * length).sum();
    }
}
