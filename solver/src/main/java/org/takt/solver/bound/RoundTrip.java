package org.takt.solver.bound;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;

/**
 * Roles of micro-batches that form a chain through resources 0 … p − 1 and back, such as the forwards and backwards of p
 * stages on p devices, p at least 2, with what they hold of the memory of each device on the way. Only micro-batches count
 * that have all the roles and take time in each. The first half of the roles are called forwards, the second backwards.
 */
final class RoundTrip {
    /** Which of the two halves of the roles. */
    enum Half {
        FORWARD,
        BACKWARD
    }

    private final MicroBatchRoles.Chain chain;
    private final int stages;
    private final MicroBatchRoles roles;
    private final ProblemAnalysis analysis;
    private final List<Integer> microBatches;
    private final long[][] memory;
    private final long[] capacity;

    private RoundTrip(MicroBatchRoles.Chain chain, MicroBatchRoles roles, ProblemAnalysis analysis) {
        this.chain = chain;
        this.stages = chain.roles().size() / 2;
        this.roles = roles;
        this.analysis = analysis;
        this.microBatches = IntStream.range(0, roles.microBatches())
                .filter(microBatch -> chain.roles().stream()
                        .allMatch(role -> roles.op(role, microBatch) >= 0 && roles.duration(role, microBatch) > 0))
                .boxed()
                .toList();
        this.memory = new long[stages - 1][roles.microBatches()];
        this.capacity = new long[stages - 1];
        for (int stage = 0; stage < stages - 1; stage++) {
            findMemory(stage);
        }
    }

    /**
     * Returns the round trips that begin with roles before which there is none; none where every role takes equally long in all
     * micro-batches. Takes O((size of the problem + buffers) × roles) time.
     */
    static List<RoundTrip> of(ProblemAnalysis analysis) {
        if (MicroBatchRoles.takeEquallyLong(analysis)) {
            return List.of();
        }
        MicroBatchRoles roles = new MicroBatchRoles(analysis.problem());
        List<RoundTrip> found = new ArrayList<>();
        for (int first = 0; first < roles.size(); first++) {
            if (roles.chainTo(first).roles().size() == 1) {
                MicroBatchRoles.Chain chain = roles.chainFrom(first);
                int length = lengthThereAndBack(chain.roles(), roles);
                if (length >= 4) {
                    found.add(new RoundTrip(
                            new MicroBatchRoles.Chain(
                                    chain.roles().subList(0, length),
                                    chain.lags().subList(0, length - 1)),
                            roles,
                            analysis));
                }
            }
        }
        return found;
    }

    /** Returns the length of the longest begin of a chain that comes back through the same resources. */
    private static int lengthThereAndBack(List<Integer> chain, MicroBatchRoles roles) {
        for (int length = chain.size() / 2 * 2; length > 0; length -= 2) {
            int last = length - 1;
            if (IntStream.range(0, length / 2)
                    .allMatch(role -> roles.resource(chain.get(role)) == roles.resource(chain.get(last - role)))) {
                return length;
            }
        }
        return 0;
    }

    /** Where a resource is not that of one device with a limit, nothing takes memory. */
    private void findMemory(int stage) {
        Problem problem = analysis.problem();
        List<Integer> devices = problem.resources().get(resource(stage)).devices();
        if (devices.size() != 1
                || problem.devices().get(devices.get(0)).memoryLimit().isEmpty()) {
            return;
        }
        int device = devices.get(0);
        capacity[stage] = problem.devices().get(device).bufferCapacity();
        Set<Integer> takers = opsIn(IntStream.of(chain.roles().get(stage)));
        Set<Integer> late = opsIn(roles.reachableFrom(chain.roles().get(backwardAt(stage))).stream());
        for (Buffer buffer : problem.buffers()) {
            if (buffer.device() == device
                    && takers.contains(buffer.takenAt())
                    && BufferLives.isSure(buffer, analysis)
                    && isReleasedLate(buffer, late)) {
                memory[stage][problem.ops().get(buffer.takenAt()).microBatch()] += buffer.size();
            }
        }
    }

    private Set<Integer> opsIn(IntStream ofRoles) {
        Set<Integer> ops = new HashSet<>();
        ofRoles.forEach(role -> microBatches.forEach(microBatch -> ops.add(roles.op(role, microBatch))));
        return ops;
    }

    private boolean isReleasedLate(Buffer buffer, Set<Integer> late) {
        int microBatch = analysis.problem().ops().get(buffer.takenAt()).microBatch();
        return buffer.releasedBy().isEmpty()
                || buffer.releasedBy().stream()
                        .anyMatch(release -> late.contains(release)
                                && analysis.problem().ops().get(release).microBatch() == microBatch);
    }

    /** Returns p, at least 2. */
    int stages() {
        return stages;
    }

    /** Returns the resource of a stage. */
    int resource(int stage) {
        return roles.resource(chain.roles().get(stage));
    }

    /** Returns the position in the chain of the backward of a stage. */
    int backwardAt(int stage) {
        return chain.roles().size() - 1 - stage;
    }

    /** Returns the micro-batches, in order. */
    List<Integer> microBatches() {
        return microBatches;
    }

    /** Returns some of the micro-batches at most, those with the longest ways, these first. */
    List<Integer> longest(int most) {
        return microBatches.stream()
                .sorted(Comparator.comparingLong(
                        microBatch -> -way(0, chain.roles().size(), microBatch)))
                .limit(most)
                .toList();
    }

    /** Returns what a micro-batch takes in the roles at some positions of the chain, ticks. */
    long way(int begin, int end, int microBatch) {
        return chain.roles().subList(begin, end).stream()
                .mapToLong(role -> roles.duration(role, microBatch))
                .sum();
    }

    /** Returns the least lags between the roles at some positions of the chain, ticks. */
    long lags(int begin, int end) {
        return chain.lags().subList(begin, end - 1).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Returns the least that a micro-batch takes in a role of a half, ticks. */
    long shortest(Half half, int microBatch) {
        return chain
                .roles()
                .subList(half == Half.FORWARD ? 0 : stages, half == Half.FORWARD ? stages : 2 * stages)
                .stream()
                .mapToLong(role -> roles.duration(role, microBatch))
                .min()
                .orElseThrow();
    }

    /** Returns at least the sum of {@link #shortest} of other micro-batches that fit beside one on the device of a stage but the last. */
    long mostBeside(int resident, int stage, Half half) {
        List<FractionalKnapsack.Item> items = new ArrayList<>();
        long withoutMemory = takers(resident, half, other -> memory[stage][other], items);
        return withoutMemory + FractionalKnapsack.mostWork(items, beside(resident, stage));
    }

    /**
     * Returns at least the sum of {@link #shortest} of parts of other micro-batches, each at most the whole, whose parts of the
     * memory, the least on any device but the last, fit into half of what is left beside one on that of the first
     * stage and on all but the last.
     */
    long mostInParts(int resident, Half half) {
        List<FractionalKnapsack.Item> items = new ArrayList<>();
        long withoutMemory = takers(resident, half, this::leastMemory, items);
        BigInteger twice = BigInteger.valueOf(beside(resident, 0));
        for (int stage = 0; stage < stages - 1; stage++) {
            twice = twice.add(BigInteger.valueOf(beside(resident, stage)));
        }
        long room = twice.add(BigInteger.ONE)
                .shiftRight(1)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
        return withoutMemory + FractionalKnapsack.mostInParts(items, room);
    }

    /** Returns the memory for others beside one on the device of a stage but the last. */
    long beside(int resident, int stage) {
        return Math.max(0, capacity[stage] - memory[stage][resident]);
    }

    /** Returns what a micro-batch takes at least of the memory of each device but the last; 0 where one of them has no limit. */
    long leastMemory(int microBatch) {
        return Arrays.stream(memory)
                .mapToLong(onStage -> onStage[microBatch])
                .min()
                .orElseThrow();
    }

    /** Adds those that take memory to the items, and returns the sum of the others. */
    private long takers(int resident, Half half, IntToLongFunction taken, List<FractionalKnapsack.Item> items) {
        long withoutMemory = 0;
        for (int other : microBatches) {
            if (other != resident) {
                if (taken.applyAsLong(other) == 0) {
                    withoutMemory += shortest(half, other);
                } else {
                    items.add(new FractionalKnapsack.Item(shortest(half, other), taken.applyAsLong(other)));
                }
            }
        }
        return withoutMemory;
    }

    /** Returns the least time before any op of the role at a position. */
    long leastHead(int position) {
        return microBatches.stream()
                .mapToLong(microBatch -> analysis.head(roles.op(chain.roles().get(position), microBatch)))
                .min()
                .orElseThrow();
    }

    /** Returns the least time after any op of the role at a position. */
    long leastTail(int position) {
        return microBatches.stream()
                .mapToLong(microBatch -> analysis.tail(roles.op(chain.roles().get(position), microBatch)))
                .min()
                .orElseThrow();
    }
}
