package org.takt.model.packing;

import java.util.ArrayList;
import java.util.List;

/** All ways to put a few sequences into unordered micro-batches. */
final class AllPackings {
    private AllPackings() {}

    static List<List<List<Integer>>> of(int sequences) {
        if (sequences == 0) {
            return List.of(List.of());
        }
        List<List<List<Integer>>> packings = new ArrayList<>();
        for (List<List<Integer>> before : of(sequences - 1)) {
            for (int joined = 0; joined <= before.size(); joined++) {
                List<List<Integer>> packing = new ArrayList<>();
                before.forEach(bin -> packing.add(new ArrayList<>(bin)));
                if (joined == before.size()) {
                    packing.add(new ArrayList<>());
                }
                packing.get(joined).add(sequences - 1);
                packings.add(packing);
            }
        }
        return packings;
    }

    static long sum(List<Integer> bin, List<Long> lengths) {
        return bin.stream().mapToLong(lengths::get).sum();
    }

    static long longest(List<Integer> bin, List<Long> lengths) {
        return bin.stream().mapToLong(lengths::get).max().orElseThrow();
    }
}
