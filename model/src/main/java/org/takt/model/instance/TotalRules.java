package org.takt.model.instance;

import java.math.BigInteger;
import java.util.List;
import java.util.function.ToLongFunction;
import org.takt.model.problem.Problem;

/**
 * The same sums that {@link Problem} bounds, from above and before anything is expanded: every cost on the slowest device it
 * may sit on, every transfer on the slowest link, all micro-batches in flight, both alternatives of a backward, and each of
 * the up to four ops and four buffers of a stage and segment rounded up. How a sequence is cut changes none of them but by
 * the number of segments. Where a segment is recomputed, all are taken for recomputed: a forward more in both alternatives of
 * a backward, and the activation once for the forward and once for each alternative, which makes up to eight buffers. Where
 * context is exchanged, a forward and a backward are up to four ops each, with two transfers each.
 */
final class TotalRules {
    private static final BigInteger MAX_TOTAL = BigInteger.valueOf(Problem.MAX_TOTAL);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final List<InstanceProblem> problems;

    TotalRules(List<InstanceProblem> problems) {
        this.problems = problems;
    }

    /** Returns the number of segments of all micro-batches. */
    static BigInteger segments(List<MicroBatch> microBatches) {
        return sum(microBatches, microBatch -> 1, MicroBatch::segmentCount);
    }

    void check(
            List<DeviceSpec> devices,
            List<StageSpec> stages,
            Placement placement,
            Communication communication,
            List<MicroBatch> microBatches) {
        BigInteger segments = segments(microBatches);
        boolean recomputes = recomputes(microBatches);
        long roundedUp = recomputes ? 8 : communication.contextExchange().isPresent() ? 9 : 4;
        BigInteger roundingUp = segments.multiply(BigInteger.valueOf(roundedUp * stages.size()));
        checkTime(computeTime(devices, stages, microBatches)
                .add(roundingUp)
                .add(transferTime(stages.size(), communication, segments)));
        checkMemory(
                devices, microBatchMemory(stages, microBatches).add(roundingUp).add(constantMemory(stages, placement)));
    }

    private static boolean recomputes(List<MicroBatch> microBatches) {
        return microBatches.stream().anyMatch(microBatch -> microBatch.recomputedSegments() > 0);
    }

    private void checkTime(BigInteger total) {
        if (total.compareTo(MAX_TOTAL) > 0) {
            problems.add(new InstanceProblem(
                    "",
                    "All costs and transfers together may take " + total + " ticks, expected at most " + MAX_TOTAL
                            + "."));
        }
    }

    private void checkMemory(List<DeviceSpec> devices, BigInteger held) {
        long most = devices.stream().mapToLong(DeviceSpec::constantMemory).max().orElse(0);
        if (held.add(BigInteger.valueOf(most)).compareTo(MAX_TOTAL) > 0) {
            problems.add(new InstanceProblem(
                    "", "All memory together may reach " + held + " units, expected at most " + MAX_TOTAL + "."));
        }
    }

    private static BigInteger computeTime(
            List<DeviceSpec> devices, List<StageSpec> stages, List<MicroBatch> microBatches) {
        CostCurve cost = CostCurve.ZERO;
        for (StageSpec stage : stages) {
            cost = cost.plus(stage.forwardCost())
                    .plus(stage.backwardInputCost())
                    .plus(stage.backwardWeightCost())
                    .plus(stage.fullBackwardCost());
        }
        if (recomputes(microBatches)) {
            for (StageSpec stage : stages) {
                cost = cost.plus(stage.forwardCost()).plus(stage.forwardCost());
            }
        }
        CostCurve constant = new CostCurve(cost.constant(), BigInteger.ZERO, BigInteger.ZERO);
        BigInteger parts = constant.parts(Segment.WITHOUT_LENGTH)
                .multiply(sum(microBatches, MicroBatch::costPermille, MicroBatch::segmentCount));
        if (!cost.isConstant()) {
            parts = parts.add(cost.linear()
                            .multiply(CostCurve.PARTS_OF_A_TICK)
                            .divide(MILLION)
                            .multiply(sum(microBatches, MicroBatch::costPermille, MicroBatch::tokens)))
                    .add(cost.quadratic()
                            .multiply(sum(microBatches, MicroBatch::costPermille, MicroBatch::doubledPairs)));
        }
        long slowest =
                devices.stream().mapToLong(DeviceSpec::speedPermille).min().orElse(1000);
        return parts.divide(CostCurve.PARTS_OF_A_TICK.multiply(BigInteger.valueOf(slowest)));
    }

    private static BigInteger transferTime(int stages, Communication communication, BigInteger segments) {
        BigInteger slowest = transferTime(communication.defaultLink());
        for (Communication.Edge edge : communication.edges()) {
            slowest = slowest.max(transferTime(edge.link()));
        }
        long exchange =
                communication.contextExchange().map(ContextExchange::latency).orElse(0L);
        return slowest.multiply(BigInteger.valueOf(8L * stages))
                .add(BigInteger.valueOf(exchange).multiply(BigInteger.valueOf(4L * stages)))
                .multiply(segments);
    }

    private static BigInteger transferTime(Link link) {
        if (link instanceof Link.Exclusive exclusive) {
            return BigInteger.valueOf(exclusive.time()).add(BigInteger.valueOf(exclusive.latency()));
        }
        return BigInteger.valueOf(((Link.Latency) link).time());
    }

    private static BigInteger microBatchMemory(List<StageSpec> stages, List<MicroBatch> microBatches) {
        BigInteger activations = BigInteger.valueOf(recomputes(microBatches) ? 3 : 1);
        BigInteger whateverTheTokens = BigInteger.ZERO;
        BigInteger perMillionTokens = BigInteger.ZERO;
        for (StageSpec stage : stages) {
            StageMemory memory = stage.memory();
            TokenMemory byTokens = memory.perMillionTokens();
            whateverTheTokens = whateverTheTokens
                    .add(BigInteger.valueOf(memory.activation()).multiply(activations))
                    .add(BigInteger.valueOf(memory.gradient()).shiftLeft(1));
            perMillionTokens = perMillionTokens
                    .add(BigInteger.valueOf(byTokens.activation()).multiply(activations))
                    .add(BigInteger.valueOf(byTokens.gradient()).shiftLeft(1))
                    .add(BigInteger.valueOf(byTokens.keysAndValues()));
        }
        BigInteger thousandths =
                whateverTheTokens.multiply(sum(microBatches, MicroBatch::activationPermille, MicroBatch::segmentCount));
        if (perMillionTokens.signum() > 0) {
            thousandths = thousandths.add(perMillionTokens
                    .multiply(sum(microBatches, MicroBatch::activationPermille, MicroBatch::tokens))
                    .divide(MILLION));
        }
        return thousandths.divide(BigInteger.valueOf(1000));
    }

    private static BigInteger constantMemory(List<StageSpec> stages, Placement placement) {
        BigInteger constants = BigInteger.ZERO;
        for (StageSpec stage : stages) {
            constants = constants.add(BigInteger.valueOf(stage.memory().constant()));
        }
        return constants.shiftLeft(placement instanceof Placement.Bidirectional ? 1 : 0);
    }

    /** Returns the sum of products over the micro-batches. */
    private static BigInteger sum(
            List<MicroBatch> microBatches, ToLongFunction<MicroBatch> factor, ToLongFunction<MicroBatch> amount) {
        BigInteger sum = BigInteger.ZERO;
        for (MicroBatch microBatch : microBatches) {
            sum = sum.add(BigInteger.valueOf(factor.applyAsLong(microBatch))
                    .multiply(BigInteger.valueOf(amount.applyAsLong(microBatch))));
        }
        return sum;
    }
}
