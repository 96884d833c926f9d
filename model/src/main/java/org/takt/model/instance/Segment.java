package org.takt.model.instance;

/**
 * What one forward and its backward work on, as far as costs and memory depend on it. Pairs are those of causal
 * attention: every token against all tokens before its segment in the same sequence, and against half of the segment.
 *
 * @param tokens at least 0; 0 where the micro-batch has no length
 * @param doubledPairs twice the pairs, Σ tokens·(2·prefix + tokens) over the sequences in it; at most
 *     {@link MicroBatch#MAX_TOKENS}²
 */
public record Segment(long tokens, long doubledPairs) {
    /** A micro-batch without length. */
    public static final Segment WITHOUT_LENGTH = new Segment(0, 0);

    /** Returns a segment of one sequence: {@code tokens} tokens after a prefix. */
    public static Segment of(long prefix, long tokens) {
        return new Segment(tokens, tokens * (2 * prefix + tokens));
    }
}
