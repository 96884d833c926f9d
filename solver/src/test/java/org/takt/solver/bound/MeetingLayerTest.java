package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeetingLayerTest {
    private static final String PLACED = "placed";

    private static MeetingLayer<String> layer(long[]... states) {
        return MeetingLayer.of(Map.of(PLACED, List.of(states)));
    }

    private static List<long[]> states(MeetingLayer<String> layer) {
        return layer.states().get(PLACED);
    }

    private static long[] state(long... timesAndBits) {
        return timesAndBits;
    }

    private static boolean isNoLater(long[] one, long[] other) {
        int bits = one.length - 1;
        return (one[bits] & ~other[bits]) == 0
                && Arrays.compare(one, 1, bits, other, 1, bits) <= 0
                && Stream.iterate(1, index -> index < bits, index -> index + 1)
                        .allMatch(index -> one[index] <= other[index]);
    }

    private static MeetingLayer<String> random(int states, Random random) {
        List<long[]> all = new ArrayList<>();
        for (int index = 0; index < states; index++) {
            long least = random.nextInt(100);
            all.add(state(
                    least,
                    least + random.nextInt(500),
                    least + random.nextInt(500),
                    least + random.nextInt(500),
                    random.nextInt(4)));
        }
        return MeetingLayer.of(Map.of(PLACED, all));
    }

    @Test
    void keepsNothingThatAnotherOneIsNoLaterThan() {
        assertThat(states(layer(state(0, 1, 5, 0), state(0, 2, 5, 0), state(0, 3, 4, 0))))
                .containsExactly(state(0, 1, 5, 0), state(0, 3, 4, 0));
    }

    @Test
    void whatWaitsForNothingElseIsNoLater() {
        assertThat(states(layer(state(0, 1, 1, 2), state(0, 1, 1, 0)))).containsExactly(state(0, 1, 1, 0));
        assertThat(layer(state(0, 1, 1, 1), state(0, 1, 1, 2)).size()).isEqualTo(2);
    }

    @Test
    void onlyStatesWithTheSameOpsPlacedAreCompared() {
        MeetingLayer<String> layer =
                MeetingLayer.of(Map.of("one", List.of(state(0, 1, 0)), "other", List.of(state(0, 2, 0))));
        assertThat(layer.size()).isEqualTo(2);
        assertThat(layer.least((placed, state) -> placed.length() * state[1])).isEqualTo(3);
    }

    @Test
    void isNotMergedWithoutNeed() {
        MeetingLayer<String> layer = layer(state(0, 1, 2, 0), state(0, 2, 1, 0));
        assertThat(layer.merged(2, (placed, state) -> state[1], 1, 8)).isSameAs(layer);
    }

    @Test
    void mergesIntoStatesThatAreNoLater() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            MeetingLayer<String> layer = random(60, random);
            int width = 1 + random.nextInt(20);
            MeetingLayer<String> merged = layer.merged(width, (placed, state) -> state[1], 1, 1024);
            // Four differ in what they wait for.
            assertThat(merged.size()).isLessThanOrEqualTo(Math.max(4, width));
            assertThat(states(layer))
                    .allMatch(state -> states(merged).stream().anyMatch(other -> isNoLater(other, state)));
        }
    }

    @Test
    void sparesThoseThatPromiseLeast() {
        Random random = new Random(8);
        MeetingLayer<String> layer = random(300, random);
        long[] least = states(layer).stream()
                .min((one, other) -> Long.compare(one[2], other[2]))
                .orElseThrow();
        assertThat(states(layer.merged(30, (placed, state) -> state[2], 1, 1024)))
                .contains(least);
    }

    @Test
    void ofUnitsTooFineNothingIsMerged() {
        assertThat(layer(state(0, 10, 20, 0), state(0, 20, 10, 0))
                        .merged(1, (placed, state) -> 0, 1, 2)
                        .size())
                .isEqualTo(2);
    }
}
