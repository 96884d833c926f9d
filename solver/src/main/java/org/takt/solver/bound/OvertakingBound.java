package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;

/**
 * The way of a long micro-batch to a device, the device's load, and the way of a long micro-batch from there, with
 * the others that are met on these ways. For micro-batches of unequal cost; the job-based bound of flow shops (Lageweg, Lenstra
 * and Rinnooy Kan, A general bounding scheme for the permutation flow-shop problem, 1978) for one that overtaking and
 * returning jobs do not invalidate.
 *
 * <p>Let A be the first and Z the last role of micro-batches on a resource, such as forward and backward of a stage, K the
 * micro-batches with a way to A of at least c ticks, and L those with a way from Z of at least d. Of K let k be the
 * one whose A starts first, of L let l be the one whose Z ends last.
 *
 * <p>Until A of k starts, its way takes c. Another micro-batch whose A runs before must have been ahead of k from the first
 * role on, or have overtaken it between two roles, where k waits for it on the resource of the later one; so each of them
 * adds its shortest op on the way to A, and none of them is in K. Likewise, after Z of l ends, its way takes d, and each
 * other one whose Z runs afterwards, none of them in L, adds its shortest op on the way from Z. Between, the resource runs
 * whatever the micro-batches of both K and L do on it from A to Z. One of neither may run before or afterwards and
 * adds the less. So for all c and d such that K and L have a micro-batch in common
 *
 * <p>makespan ≥ c + d + Σ (both: work from A to Z; only K: shortest from Z; only L: shortest to A; neither: the less).
 *
 * <p>Where every role takes equally long in all micro-batches there is nothing to overtake: K and L are all of them, c and d
 * the ways of each, and the work from A to Z is done by jobs with a head of at least c behind the least head and a tail of at
 * least d before the least tail. So {@link DeviceLoadBound} is no lower, and nothing is said here.
 *
 * <p>Nor is anything said of other objectives.
 */
public final class OvertakingBound implements LowerBound {
    @Override
    public String name() {
        return "head + load + tail with overtaking";
    }

    /** {@inheritDoc} Takes O(size of the problem + roles² + resources × roles × micro-batches²) time. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        Certificate best = Certificate.closedForm(0, name(), Certificate.WHOLE_PROBLEM);
        if (!(problem.objective() instanceof Objective.Makespan) || MicroBatchRoles.takeEquallyLong(analysis)) {
            return best;
        }
        MicroBatchRoles roles = new MicroBatchRoles(problem);
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            long value = bound(resource, roles, analysis);
            if (value > best.value()) {
                Resource described = problem.resources().get(resource);
                best = Certificate.closedForm(value, name(), described.name());
            }
        }
        return best;
    }

    private static long bound(int resource, MicroBatchRoles roles, ProblemAnalysis analysis) {
        int[] own = IntStream.range(0, roles.size())
                .filter(role -> roles.resource(role) == resource)
                .toArray();
        long best = 0;
        for (int first : own) {
            boolean isFirst = Arrays.stream(own)
                    .noneMatch(
                            role -> role != first && roles.reachableFrom(role).get(first));
            for (int last : own) {
                if (isFirst && roles.reachableFrom(first).get(last)) {
                    best = Math.max(best, new Passage(first, last, own, roles, analysis).bound());
                }
            }
        }
        return best;
    }

    /** What one pair of roles on a resource bounds. */
    private static final class Passage {
        private final MicroBatchRoles roles;
        private final List<Way> ways = new ArrayList<>();
        private final long beforeAll;
        private final long afterAll;

        /**
         * A micro-batch, in ticks.
         *
         * @param to the way to the first role
         * @param from the way from the last role
         * @param inside work on the resource from the first role to the last
         * @param shortestTo its shortest op on the way to the first role, that included
         * @param shortestFrom its shortest op on the way from the last role, that included
         */
        private record Way(int index, long to, long from, long inside, long shortestTo, long shortestFrom) {
            long shortest() {
                return Math.min(shortestTo, shortestFrom);
            }
        }

        Passage(int first, int last, int[] ofResource, MicroBatchRoles roles, ProblemAnalysis analysis) {
            this.roles = roles;
            MicroBatchRoles.Chain chainTo = roles.chainTo(first);
            MicroBatchRoles.Chain chainFrom = roles.chainFrom(last);
            int[] to = array(chainTo.roles());
            int[] from = array(chainFrom.roles());
            int[] between = Arrays.stream(ofResource)
                    .filter(role -> roles.reachableFrom(first).get(role)
                            && roles.reachableFrom(role).get(last))
                    .toArray();
            long lagsTo = sum(chainTo.lags());
            long lagsFrom = sum(chainFrom.lags());
            long least = Long.MAX_VALUE;
            long leastAfter = Long.MAX_VALUE;
            for (int microBatch = 0; microBatch < roles.microBatches(); microBatch++) {
                if (has(microBatch, to) && has(microBatch, from) && has(microBatch, between)) {
                    ways.add(new Way(
                            ways.size(),
                            work(to, microBatch) - roles.duration(first, microBatch) + lagsTo,
                            work(from, microBatch) - roles.duration(last, microBatch) + lagsFrom,
                            work(between, microBatch),
                            shortest(to, microBatch),
                            shortest(from, microBatch)));
                    least = Math.min(least, analysis.head(roles.op(to[0], microBatch)));
                    leastAfter = Math.min(leastAfter, analysis.tail(roles.op(from[from.length - 1], microBatch)));
                }
            }
            beforeAll = least;
            afterAll = leastAfter;
        }

        private static int[] array(List<Integer> ofRoles) {
            return ofRoles.stream().mapToInt(Integer::intValue).toArray();
        }

        private static long sum(List<Long> lags) {
            return lags.stream().mapToLong(Long::longValue).sum();
        }

        private boolean has(int microBatch, int[] needed) {
            for (int role : needed) {
                if (roles.op(role, microBatch) < 0) {
                    return false;
                }
            }
            return true;
        }

        private long work(int[] ofRoles, int microBatch) {
            long sum = 0;
            for (int role : ofRoles) {
                sum += roles.duration(role, microBatch);
            }
            return sum;
        }

        private long shortest(int[] ofRoles, int microBatch) {
            long shortest = Long.MAX_VALUE;
            for (int role : ofRoles) {
                shortest = Math.min(shortest, roles.duration(role, microBatch));
            }
            return shortest;
        }

        /** Tries all c, and for each all d, ascending. */
        long bound() {
            if (ways.isEmpty()) {
                return 0;
            }
            List<Way> byTo = sorted(Comparator.comparingLong(Way::to));
            List<Way> byFrom = sorted(Comparator.comparingLong(Way::from));
            boolean[] isFar = new boolean[ways.size()];
            Arrays.fill(isFar, true);
            long best = 0;
            int far = 0;
            while (far < byTo.size()) {
                long to = byTo.get(far).to();
                best = Math.max(best, to + largest(byFrom, isFar, byTo.size() - far));
                while (far < byTo.size() && byTo.get(far).to() == to) {
                    isFar[byTo.get(far++).index()] = false;
                }
            }
            return beforeAll + best + afterAll;
        }

        private List<Way> sorted(Comparator<Way> order) {
            return ways.stream().sorted(order).toList();
        }

        /** Returns the largest d + Σ for the micro-batches that are far from their begin. */
        private static long largest(List<Way> byFrom, boolean[] isFar, int farCount) {
            long sum = 0;
            for (Way way : byFrom) {
                sum += isFar[way.index()] ? way.inside() : way.shortestTo();
            }
            long best = 0;
            int common = farCount;
            int next = 0;
            while (common > 0) {
                long from = byFrom.get(next).from();
                best = Math.max(best, from + sum);
                while (next < byFrom.size() && byFrom.get(next).from() == from) {
                    Way way = byFrom.get(next++);
                    boolean wasFar = isFar[way.index()];
                    sum += wasFar ? way.shortestFrom() - way.inside() : way.shortest() - way.shortestTo();
                    common -= wasFar ? 1 : 0;
                }
            }
            return best;
        }
    }
}
