package org.takt.model.problem;

import java.util.HashSet;
import java.util.List;

/** Whether lists of indices name each only once. */
final class Distinct {
    private Distinct() {}

    /** Returns whether no index occurs twice; O(n), and nothing to do for the usual lists of one. */
    static boolean areDistinct(List<Integer> indices) {
        return indices.size() < 2 || new HashSet<>(indices).size() == indices.size();
    }
}
