package org.takt.solver.improve;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Chooses windows of a schedule: the ops of neighbouring devices that run around the time of a random op on a longest
 * path. O(n) for each for n ops.
 */
public final class Windows {
    private final OrderGraph graph;
    private final int[] critical;
    private final Random random;
    private final Set<Window> seen = new HashSet<>();

    /** A choice: so many ops, from the first on, of so many devices. */
    private record Window(int firstDevice, int devices, int firstOp, int ops) {}

    /** Prepares choosing; the same seed leads to the same windows. */
    public Windows(OrderGraph graph, Random random) {
        this.graph = graph;
        this.critical = graph.critical();
        this.random = random;
    }

    /**
     * Returns the problem of a random window, or nothing if it cannot lead to a better schedule or was returned before.
     *
     * @param devices how many neighbouring devices, at least 1
     * @param ops how many ops at most, at least 2
     */
    public Optional<WindowProblem> next(int devices, int ops) {
        int centre = critical[random.nextInt(critical.length)];
        int first = firstDevice(centre, devices);
        boolean all = devices >= graph.problem.devices().size();
        int[] eligible = IntStream.range(0, graph.size)
                .filter(at -> isWithin(at, first, first + devices, all))
                .toArray();
        int middle = Arrays.binarySearch(eligible, centre);
        int from = Math.max(0, Math.min((middle < 0 ? -middle - 1 : middle) - ops / 2, eligible.length - ops));
        int[] free = Arrays.copyOfRange(eligible, from, Math.min(eligible.length, from + ops));
        boolean isNew = seen.add(new Window(first, devices, from, free.length));
        return free.length < 2 || !isNew ? Optional.empty() : WindowProblem.of(graph, free);
    }

    private int firstDevice(int centre, int devices) {
        int last = Math.max(0, graph.problem.devices().size() - devices);
        int[] held = graph.resources[centre];
        List<Integer> owners = held.length == 0
                ? List.of()
                : graph.problem.resources().get(held[0]).devices();
        int device = owners.isEmpty() ? 0 : owners.get(0);
        return Math.max(0, Math.min(last, device - random.nextInt(devices)));
    }

    private boolean isWithin(int at, int first, int end, boolean all) {
        int[] held = graph.resources[at];
        for (int resource : held) {
            List<Integer> owners = graph.problem.resources().get(resource).devices();
            if (!all && (owners.isEmpty() || owners.stream().anyMatch(device -> device < first || device >= end))) {
                return false;
            }
        }
        return held.length > 0;
    }
}
