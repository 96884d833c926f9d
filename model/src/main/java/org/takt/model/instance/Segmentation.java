package org.takt.model.instance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How a micro-batch of one sequence is cut into segments, first to last. */
public sealed interface Segmentation {
    /** The most segments that a cut may name: 100000. */
    int MAX_SEGMENTS = 100_000;

    /** Not cut. */
    Segmentation WHOLE = new Whole();

    /** Returns the cut's name in files. */
    String type();

    /** Returns into how many segments it cuts a sequence of this many tokens. */
    long count(long tokens);

    /**
     * Returns the segments' lengths in tokens, which sum to the given ones. Needs a cut that an {@link Instance} accepts.
     *
     * @param tokens length of the sequence
     * @param cost what a cut that weighs segments weighs them by
     */
    List<Long> lengths(long tokens, CostCurve cost);

    /** One segment. */
    record Whole() implements Segmentation {
        @Override
        public String type() {
            return "whole";
        }

        @Override
        public long count(long tokens) {
            return 1;
        }

        @Override
        public List<Long> lengths(long tokens, CostCurve cost) {
            return List.of(tokens);
        }
    }

    /**
     * Given lengths.
     *
     * @param tokens length of each segment, each at least 1
     */
    record Explicit(List<Long> tokens) implements Segmentation {
        public Explicit {
            tokens = List.copyOf(tokens);
        }

        @Override
        public String type() {
            return "explicit";
        }

        @Override
        public long count(long sequence) {
            return tokens.size();
        }

        @Override
        public List<Long> lengths(long sequence, CostCurve cost) {
            return tokens;
        }
    }

    /**
     * Segments as long as each other as far as the granularity admits, the longer ones first (uniform slices of SlimPipe,
     * arXiv 2504.14519).
     *
     * @param segments how many, at least 1
     * @param granularity what every length is a multiple of, tokens, at least 1
     */
    record Equal(int segments, long granularity) implements Segmentation {
        @Override
        public String type() {
            return "equal";
        }

        @Override
        public long count(long tokens) {
            return segments;
        }

        @Override
        public List<Long> lengths(long tokens, CostCurve cost) {
            long granules = tokens / granularity;
            long shorter = granules / segments;
            int longer = Math.toIntExact(granules % segments);
            List<Long> lengths = new ArrayList<>(Collections.nCopies(longer, (shorter + 1) * granularity));
            lengths.addAll(Collections.nCopies(segments - longer, shorter * granularity));
            return lengths;
        }
    }

    /**
     * Segments as long as those of {@link Equal}, between which attention's work is averaged: SlimPipe's context exchange (arXiv
     * 2504.14519), in which the devices that work at the same time on segments with much and with little context share out their
     * attention. Here every segment has the same number of pairs, whose sum is that of the sequence; an exchange that waits,
     * and transfers of queries, keys and values, take no time.
     *
     * @param segments how many, at least 1
     * @param granularity what every length is a multiple of, tokens, at least 1
     */
    record Averaged(int segments, long granularity) implements Segmentation {
        @Override
        public String type() {
            return "averaged";
        }

        @Override
        public long count(long tokens) {
            return segments;
        }

        @Override
        public List<Long> lengths(long tokens, CostCurve cost) {
            return new Equal(segments, granularity).lengths(tokens, cost);
        }

        List<Segment> segments(long tokens, CostCurve cost) {
            long doubledPairs = tokens * tokens;
            long one = doubledPairs / segments;
            long larger = doubledPairs % segments;
            List<Segment> averaged = new ArrayList<>();
            for (long length : lengths(tokens, cost)) {
                averaged.add(new Segment(length, averaged.size() < larger ? one + 1 : one));
            }
            return averaged;
        }
    }

    /**
     * Segments of equal cost as far as the granularity admits: the computation-wise partition of Seq1F1B (arXiv
     * 2406.03488, §3.3), which equals FLOPs. No cut of as many segments has a smaller largest cost; see {@link EqualCostCut}.
     *
     * @param segments how many, at least 1
     * @param granularity what every length is a multiple of, tokens, at least 1
     */
    record EqualCost(int segments, long granularity) implements Segmentation {
        @Override
        public String type() {
            return "equalCost";
        }

        @Override
        public long count(long tokens) {
            return segments;
        }

        @Override
        public List<Long> lengths(long tokens, CostCurve cost) {
            return new EqualCostCut(cost, granularity).lengths(tokens, segments);
        }
    }

    /**
     * Segments of a token budget each, the last one of what remains (the chunks of a long sequence in ChunkFlow, arXiv
     * 2503.02356).
     *
     * @param tokens the budget, at least 1
     */
    record Budget(long tokens) implements Segmentation {
        @Override
        public String type() {
            return "budget";
        }

        @Override
        public long count(long sequence) {
            return (sequence + tokens - 1) / tokens;
        }

        @Override
        public List<Long> lengths(long sequence, CostCurve cost) {
            long full = (sequence - 1) / tokens;
            List<Long> lengths = new ArrayList<>(Collections.nCopies(Math.toIntExact(full), tokens));
            lengths.add(sequence - full * tokens);
            return lengths;
        }
    }
}
