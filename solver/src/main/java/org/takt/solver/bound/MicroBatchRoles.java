package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * The ops of the micro-batches of a problem by role, such as the forward on one stage, and the precedences that hold within
 * every micro-batch. Only roles count that several micro-batches have, each with one op that is mandatory, has one mode and
 * holds a resource that all of them hold. Immutable; takes O(size of the problem) time to build.
 */
final class MicroBatchRoles {
    /**
     * A precedence between two roles, of the same micro-batches.
     *
     * @param from the earlier role
     * @param to the later role
     * @param lag the shortest lag of any of the micro-batches, ticks
     */
    record Link(int from, int to, long lag) {}

    /** Roles that follow each other, and the least lags between them, ticks: one fewer. */
    record Chain(List<Integer> roles, List<Long> lags) {}

    private final Problem problem;
    private final int microBatches;
    private final List<int[]> ops = new ArrayList<>();
    private final List<Integer> resources = new ArrayList<>();
    private final List<List<Link>> before = new ArrayList<>();
    private final List<List<Link>> after = new ArrayList<>();

    MicroBatchRoles(Problem problem) {
        this.problem = problem;
        microBatches = problem.ops().stream().mapToInt(Op::microBatch).max().orElse(-1) + 1;
        int[] roleOfOp = findRoles();
        findLinks(roleOfOp);
    }

    /** Returns the number of roles. */
    int size() {
        return ops.size();
    }

    /** Returns the number of micro-batches, whether or not they have the roles. */
    int microBatches() {
        return microBatches;
    }

    /** Returns the op of a micro-batch in a role, or −1 if it has none. */
    int op(int role, int microBatch) {
        return ops.get(role)[microBatch];
    }

    /** Returns the duration of a micro-batch's op in a role, ticks. */
    long duration(int role, int microBatch) {
        return problem.ops().get(op(role, microBatch)).modes().get(0).duration();
    }

    /** Returns the resource that all ops of a role hold. */
    int resource(int role) {
        return resources.get(role);
    }

    /** Returns the roles that follow a role, through any number of links, itself included. */
    Set<Integer> reachableFrom(int role) {
        Set<Integer> reached = new HashSet<>(Set.of(role));
        List<Integer> open = new ArrayList<>(List.of(role));
        for (int index = 0; index < open.size(); index++) {
            for (Link link : after.get(open.get(index))) {
                if (reached.add(link.to())) {
                    open.add(link.to());
                }
            }
        }
        return reached;
    }

    /** Returns a chain of most roles that ends with a role. */
    Chain chainTo(int role) {
        Chain chain = longest(role, before, new HashMap<>());
        List<Integer> roles = new ArrayList<>(chain.roles());
        List<Long> lags = new ArrayList<>(chain.lags());
        Collections.reverse(roles);
        Collections.reverse(lags);
        return new Chain(roles, lags);
    }

    /** Returns a chain of most roles that begins with a role. */
    Chain chainFrom(int role) {
        return longest(role, after, new HashMap<>());
    }

    private int[] findRoles() {
        Map<Role, int[]> found = new HashMap<>();
        Set<Role> refused = new HashSet<>();
        List<Role> inOrder = new ArrayList<>();
        List<Op> described = problem.ops();
        for (int op = 0; op < described.size(); op++) {
            Op own = described.get(op);
            Role role = Role.of(own);
            if (own.microBatch() < 0) {
                continue;
            }
            int[] ofRole = found.get(role);
            if (ofRole == null) {
                ofRole = new int[microBatches];
                Arrays.fill(ofRole, -1);
                found.put(role, ofRole);
                inOrder.add(role);
            }
            if (own.optional() || own.modes().size() != 1 || ofRole[own.microBatch()] >= 0) {
                refused.add(role);
            }
            ofRole[own.microBatch()] = op;
        }
        int[] roleOfOp = new int[described.size()];
        Arrays.fill(roleOfOp, -1);
        for (Role role : inOrder) {
            int[] ofRole = found.getOrDefault(role, new int[0]);
            int resource = refused.contains(role) ? -1 : commonResource(ofRole);
            if (resource >= 0) {
                for (int op : ofRole) {
                    if (op >= 0) {
                        roleOfOp[op] = ops.size();
                    }
                }
                ops.add(ofRole);
                resources.add(resource);
            }
        }
        return roleOfOp;
    }

    private int commonResource(int[] ofRole) {
        Set<Integer> common = new HashSet<>();
        boolean isFirst = true;
        for (int op : ofRole) {
            if (op >= 0) {
                List<Integer> held = problem.ops().get(op).modes().get(0).resources();
                if (isFirst) {
                    common.addAll(held);
                } else {
                    common.retainAll(held);
                }
                isFirst = false;
            }
        }
        return common.stream().min(Integer::compare).orElse(-1);
    }

    private void findLinks(int[] roleOfOp) {
        Map<Long, long[]> countAndLag = new HashMap<>();
        for (Precedence precedence : problem.precedences()) {
            int from = roleOfOp[precedence.before()];
            int to = roleOfOp[precedence.after()];
            boolean isWithin = from >= 0
                    && to >= 0
                    && problem.ops().get(precedence.before()).microBatch()
                            == problem.ops().get(precedence.after()).microBatch();
            if (isWithin) {
                long[] known =
                        countAndLag.computeIfAbsent((long) from * size() + to, key -> new long[] {0, Long.MAX_VALUE});
                known[0]++;
                known[1] = Math.min(known[1], precedence.lag().between(0, 0));
            }
        }
        for (int role = 0; role < size(); role++) {
            before.add(new ArrayList<>());
            after.add(new ArrayList<>());
        }
        countAndLag.forEach((key, known) -> addLink((int) (key / size()), (int) (key % size()), known));
        before.forEach(links -> links.sort(Comparator.comparingInt(Link::from)));
        after.forEach(links -> links.sort(Comparator.comparingInt(Link::to)));
    }

    /** A precedence given twice counts as two and may seem to hold everywhere, so both roles are compared as well. */
    private void addLink(int from, int to, long[] countAndLag) {
        int both = 0;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            if ((op(from, microBatch) >= 0) != (op(to, microBatch) >= 0)) {
                return;
            }
            both += op(from, microBatch) >= 0 ? 1 : 0;
        }
        if (countAndLag[0] == both) {
            Link link = new Link(from, to, countAndLag[1]);
            before.get(to).add(link);
            after.get(from).add(link);
        }
    }

    private Chain longest(int role, List<List<Link>> links, Map<Integer, Chain> known) {
        Chain found = known.get(role);
        if (found != null) {
            return found;
        }
        Chain best = new Chain(List.of(role), List.of());
        for (Link link : links.get(role)) {
            Chain rest = longest(link.from() == role ? link.to() : link.from(), links, known);
            if (rest.roles().size() >= best.roles().size()) {
                List<Integer> roles = new ArrayList<>(List.of(role));
                roles.addAll(rest.roles());
                List<Long> lags = new ArrayList<>(List.of(link.lag()));
                lags.addAll(rest.lags());
                best = new Chain(roles, lags);
            }
        }
        known.put(role, best);
        return best;
    }
}
