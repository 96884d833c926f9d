package org.takt.solver.improve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.takt.model.problem.Op;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * A problem as one micro-batch X sees it that others pass: its ops in the order of its way, and on each resource a lane for each
 * role, with the ops of all other micro-batches. Ops are named by their position in the graph, the other micro-batches
 * from 0 on in their order. Immutable.
 */
final class PassingLanes {
    /** The ops of one role. */
    static final class Lane {
        /** The op of each other micro-batch. */
        final int[] op;

        /** Whether an op of the same stage comes before; such lanes follow another order than the first ops of stages. */
        final boolean isBack;

        /** The lane, counted on the resource, whose op of the same stage each op follows; −1 if that is on no lane here. */
        final int after;

        private Lane(int[] op, boolean isBack, int after) {
            this.op = op;
            this.isBack = isBack;
            this.after = after;
        }
    }

    /** X's ops in order. */
    final int[] way;

    /** The lanes of each resource, in the order in which ops go that could start at once. */
    final Lane[][] lanes;

    /** X's ops on each resource, as indices in the way. */
    final int[][] visits;

    /** For each op of X, whether it is as {@link Lane#isBack}. */
    final boolean[] isBack;

    /** For each op of X, the place of its resource among those that X visits, first visited first. */
    final int[] place;

    /** The number of places. */
    final int places;

    /** The micro-batch that each of the others is. */
    final int[] microBatch;

    private PassingLanes(OrderGraph graph, int[] way, List<Map<Role, Integer>> others, int[] microBatch) {
        this.way = way;
        this.microBatch = microBatch;
        Role[] roles = Arrays.stream(way).mapToObj(at -> role(graph, at)).toArray(Role[]::new);
        isBack = new boolean[way.length];
        int[] before = new int[way.length];
        for (int visit = 0; visit < way.length; visit++) {
            before[visit] = before(visit, roles);
            isBack[visit] = before[visit] >= 0;
        }
        int resources = graph.sequence.length;
        lanes = new Lane[resources][];
        visits = new int[resources][];
        place = new int[way.length];
        int[] placeOf = new int[resources];
        Arrays.fill(placeOf, -1);
        int found = 0;
        for (int visit = 0; visit < way.length; visit++) {
            int on = graph.resources[way[visit]][0];
            placeOf[on] = placeOf[on] < 0 ? found++ : placeOf[on];
            place[visit] = placeOf[on];
        }
        places = found;
        for (int on = 0; on < resources; on++) {
            int resource = on;
            List<Integer> here = new ArrayList<>();
            for (int visit = 0; visit < way.length; visit++) {
                if (graph.resources[way[visit]][0] == resource) {
                    here.add(visit);
                }
            }
            visits[on] = here.stream().mapToInt(Integer::intValue).toArray();
            here.sort(Comparator.comparing((Integer visit) -> isLeftover(visit, before, graph))
                    .thenComparing(Comparator.reverseOrder()));
            lanes[on] = here.stream()
                    .map(visit -> new Lane(
                            others.stream()
                                    .mapToInt(ops -> ops.getOrDefault(roles[visit], -1))
                                    .toArray(),
                            isBack[visit],
                            here.indexOf(before[visit])))
                    .toArray(Lane[]::new);
        }
    }

    /** Nothing waits for such an op, the third or a later one of its stage, such as a weight gradient: others go first. */
    private boolean isLeftover(int visit, int[] before, OrderGraph graph) {
        return isBack[visit] && isBack[before[visit]] && graph.firstOut[way[visit]] == graph.firstOut[way[visit] + 1];
    }

    private static int before(int visit, Role[] roles) {
        for (int other = visit - 1; other >= 0; other--) {
            if (roles[other].pipeline() == roles[visit].pipeline()
                    && roles[other].stage() == roles[visit].stage()
                    && roles[other].segment() == roles[visit].segment()) {
                return other;
            }
        }
        return -1;
    }

    /**
     * Returns the lanes, or nothing where an op holds no resource or several, belongs to no micro-batch, or micro-batches have not all
     * the same roles on the same resources, once each. Takes O(ops log ops) time.
     *
     * @param passed the micro-batch X
     */
    static Optional<PassingLanes> of(OrderGraph graph, int passed) {
        Map<Integer, Map<Role, Integer>> opsOf = new TreeMap<>();
        for (int at = 0; at < graph.size; at++) {
            int microBatch = graph.problem.ops().get(graph.op[at]).microBatch();
            boolean isTwice = microBatch < 0
                    || opsOf.computeIfAbsent(microBatch, key -> new HashMap<>()).put(role(graph, at), at) != null;
            if (isTwice || graph.resources[at].length != 1) {
                return Optional.empty();
            }
        }
        Map<Role, Integer> own = opsOf.remove(passed);
        if (own == null || opsOf.values().stream().anyMatch(other -> !isLike(other, own, graph))) {
            return Optional.empty();
        }
        int[] way = own.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        int[] microBatch = opsOf.keySet().stream().mapToInt(Integer::intValue).toArray();
        return Optional.of(new PassingLanes(graph, way, new ArrayList<>(opsOf.values()), microBatch));
    }

    private static boolean isLike(Map<Role, Integer> other, Map<Role, Integer> own, OrderGraph graph) {
        return other.size() == own.size()
                && other.entrySet().stream().allMatch(entry -> {
                    Integer at = own.get(entry.getKey());
                    return at != null && graph.resources[at][0] == graph.resources[entry.getValue()][0];
                });
    }

    private static Role role(OrderGraph graph, int at) {
        Op op = graph.problem.ops().get(graph.op[at]);
        return Role.of(op);
    }
}
