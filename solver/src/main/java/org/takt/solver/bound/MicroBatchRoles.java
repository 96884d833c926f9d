package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * The ops of the micro-batches of a problem by role, such as the forward on one stage, and the precedences that hold within
 * every micro-batch. Only roles count that several micro-batches have, each with one op that is mandatory, has one mode and
 * holds a resource that all of them hold. Immutable; takes O(size of the problem + roles²) time to build.
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
    private final List<long[]> durations = new ArrayList<>();
    private final List<Integer> resources = new ArrayList<>();
    private final List<List<Link>> before = new ArrayList<>();
    private final List<List<Link>> after = new ArrayList<>();
    private final Link[] towardsBegin;
    private final Link[] towardsEnd;
    private final BitSet[] reachable;

    MicroBatchRoles(Problem problem) {
        this.problem = problem;
        microBatches = problem.ops().stream().mapToInt(Op::microBatch).max().orElse(-1) + 1;
        int[] roleOfOp = findRoles();
        findLinks(roleOfOp);
        towardsBegin = longestChains(before, Link::from);
        towardsEnd = longestChains(after, Link::to);
        reachable = new BitSet[size()];
        for (int role = 0; role < reachable.length; role++) {
            findReachable(role);
        }
    }

    /**
     * Returns whether all micro-batches repeat the first one role by role, so that each role takes equally long in all of them;
     * found in O(size of the problem) time.
     */
    static boolean takeEquallyLong(ProblemAnalysis analysis) {
        List<Op> ops = analysis.problem().ops();
        Replicas replicas = analysis.replicas();
        Set<Role> originals = new HashSet<>();
        for (int op = 0; op < ops.size(); op++) {
            int original = replicas.originalOp(op);
            boolean isNew = original == op;
            if (isNew ? !originals.add(Role.of(ops.get(op))) : !haveOneRole(ops.get(op), ops.get(original))) {
                return false;
            }
        }
        return true;
    }

    private static boolean haveOneRole(Op one, Op other) {
        return one.kind() == other.kind()
                && one.pipeline() == other.pipeline()
                && one.stage() == other.stage()
                && one.segment() == other.segment();
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
        return durations.get(role)[microBatch];
    }

    /** Returns the resource that all ops of a role hold. */
    int resource(int role) {
        return resources.get(role);
    }

    /** Returns the roles that follow a role, through any number of links, itself included; not to be changed. */
    BitSet reachableFrom(int role) {
        return reachable[role];
    }

    /** Returns a chain of most roles that ends with a role. */
    Chain chainTo(int role) {
        Chain backwards = follow(role, towardsBegin, Link::from);
        Collections.reverse(backwards.roles());
        Collections.reverse(backwards.lags());
        return backwards;
    }

    /** Returns a chain of most roles that begins with a role. */
    Chain chainFrom(int role) {
        return follow(role, towardsEnd, Link::to);
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
                durations.add(durationsOf(ofRole));
                resources.add(resource);
            }
        }
        return roleOfOp;
    }

    private long[] durationsOf(int[] ofRole) {
        return Arrays.stream(ofRole)
                .mapToLong(
                        op -> op < 0 ? 0 : problem.ops().get(op).modes().get(0).duration())
                .toArray();
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

    /** Returns for each role the first link of a chain of most roles from it, null where there is none. */
    private Link[] longestChains(List<List<Link>> links, ToIntFunction<Link> end) {
        Link[] first = new Link[size()];
        int[] lengths = new int[size()];
        for (int role = 0; role < first.length; role++) {
            longest(role, links, end, first, lengths);
        }
        return first;
    }

    private static int longest(int role, List<List<Link>> links, ToIntFunction<Link> end, Link[] first, int[] lengths) {
        if (lengths[role] == 0) {
            int best = 1;
            for (Link link : links.get(role)) {
                int length = 1 + longest(end.applyAsInt(link), links, end, first, lengths);
                if (length > best) {
                    best = length;
                    first[role] = link;
                }
            }
            lengths[role] = best;
        }
        return lengths[role];
    }

    private static Chain follow(int role, Link[] links, ToIntFunction<Link> end) {
        Chain chain = new Chain(new ArrayList<>(List.of(role)), new ArrayList<>());
        int reached = role;
        while (links[reached] != null) {
            chain.lags().add(links[reached].lag());
            reached = end.applyAsInt(links[reached]);
            chain.roles().add(reached);
        }
        return chain;
    }

    private BitSet findReachable(int role) {
        if (reachable[role] == null) {
            BitSet reached = new BitSet(size());
            reached.set(role);
            after.get(role).forEach(link -> reached.or(findReachable(link.to())));
            reachable[role] = reached;
        }
        return reachable[role];
    }
}
