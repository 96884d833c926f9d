package org.takt.model.expansion;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.takt.model.instance.ContextExchange;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Segment;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;

/**
 * Exchanges context as {@link ContextExchange} says: of two forwards or two backwards in the same slot, that with more pairs of tokens
 * is cut into what is before attention, what is between, and what is after it, and half of the difference becomes an op on the device
 * of the other. Where that takes no time, nothing is cut. Every part is rounded up once. Needs one stage on each device, in order.
 * O(segments × stages · log stages) time.
 */
final class ContextExchangeRule {
    private final Instance instance;
    private final SegmentMap segments;
    private final ChainOps chains;
    private final PassDurations durations;

    ContextExchangeRule(Instance instance, SegmentMap segments, ChainOps chains) {
        this.instance = instance;
        this.segments = segments;
        this.chains = chains;
        this.durations = new PassDurations(instance);
    }

    void addTo(Draft draft) {
        instance.communication().contextExchange().ifPresent(exchange -> {
            addTo(draft, exchange, Direction.FORWARD, units(Direction.FORWARD));
            addTo(draft, exchange, Direction.BACKWARD, units(Direction.BACKWARD));
        });
    }

    private enum Direction {
        FORWARD(OpKind.BEFORE_F, OpKind.AFTER_F, OpKind.HELP_F),
        BACKWARD(OpKind.BEFORE_B, OpKind.AFTER_B, OpKind.HELP_B);

        private final OpKind before;
        private final OpKind after;
        private final OpKind help;

        Direction(OpKind before, OpKind after, OpKind help) {
            this.before = before;
            this.after = after;
            this.help = help;
        }
    }

    private record Unit(int microBatch, int index, Segment segment) {}

    /** Returns the segments of all micro-batches in the order in which a stage works on them. */
    private List<Unit> units(Direction direction) {
        List<Unit> units = new ArrayList<>();
        for (int microBatch = 0; microBatch < chains.microBatches(); microBatch++) {
            int count = chains.segments(microBatch);
            for (int position = 0; position < count; position++) {
                int index = direction == Direction.FORWARD ? position : count - 1 - position;
                units.add(new Unit(microBatch, index, segments.of(microBatch, index)));
            }
        }
        return units;
    }

    private void addTo(Draft draft, ContextExchange exchange, Direction direction, List<Unit> units) {
        int stages = chains.stages();
        for (int slot = stages - 1; slot < units.size(); slot++) {
            List<Pass> passes = new ArrayList<>();
            for (int stage = 0; stage < stages; stage++) {
                int delay = direction == Direction.FORWARD ? stage : stages - 1 - stage;
                passes.add(new Pass(stage, units.get(slot - delay)));
            }
            passes.sort(Comparator.comparingLong(Pass::doubledPairs));
            for (int rank = 0; rank < stages / 2; rank++) {
                help(draft, exchange, direction, passes.get(stages - 1 - rank), passes.get(rank));
            }
        }
    }

    private record Pass(int stage, Unit unit) {
        long doubledPairs() {
            return unit.segment().doubledPairs();
        }
    }

    private void help(Draft draft, ContextExchange exchange, Direction direction, Pass longer, Pass shorter) {
        long moved = (longer.doubledPairs() - shorter.doubledPairs()) / 2;
        Work work = new Work(cost(direction, longer.stage()), longer.unit().segment(), moved);
        int microBatch = longer.unit().microBatch();
        long helpTime = durations.ofThousandths(work.help(), microBatch, shorter.stage());
        if (helpTime == 0) {
            return;
        }
        boolean forward = direction == Direction.FORWARD;
        int first = forward ? exchange.beforePermille() : exchange.afterPermille();
        int last = forward ? exchange.afterPermille() : exchange.beforePermille();
        int between = between(direction, longer);
        int device = longer.stage();
        int before = draft.add(op(draft.op(between), direction.before, device, time(work.part(first), longer)));
        int after = draft.add(op(draft.op(between), direction.after, device, time(work.part(last), longer)));
        int help = draft.add(op(draft.op(between), direction.help, shorter.stage(), helpTime));
        long betweenTime = time(work.between(1000 - first - last), longer);
        draft.replace(between, op(draft.op(between), draft.op(between).kind(), device, betweenTime));
        draft.enclose(between, before, after);
        draft.precede(before, help, exchange.latency());
        draft.precede(help, after, exchange.latency());
    }

    private CostCurve cost(Direction direction, int stage) {
        StageSpec spec = instance.stages().get(stage);
        return switch (direction) {
            case FORWARD -> spec.forwardCost();
            case BACKWARD ->
                switch (instance.backward()) {
                    case FUSED -> spec.fullBackwardCost();
                    case SPLIT -> spec.backwardInputCost();
                    case EITHER ->
                        throw new IllegalStateException("Context is exchanged in one form of backward only.");
                };
        };
    }

    private int between(Direction direction, Pass pass) {
        Unit unit = pass.unit();
        return direction == Direction.FORWARD
                ? chains.forward(pass.stage(), unit.microBatch(), unit.index())
                : chains.inputGradients(pass.stage(), unit.microBatch(), unit.index())
                        .get(0);
    }

    private long time(BigInteger thousandths, Pass pass) {
        return durations.ofThousandths(thousandths, pass.unit().microBatch(), pass.stage());
    }

    private static Op op(Op of, OpKind kind, int device, long time) {
        List<Mode> modes = List.of(new Mode(time, List.of(device)));
        return new Op(kind, of.pipeline(), of.stage(), of.microBatch(), of.segment(), false, modes);
    }

    /** A pass and how many of its pairs, doubled, another device takes over; all in thousandths of the parts of a tick. */
    private record Work(CostCurve cost, Segment segment, long moved) {
        private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

        BigInteger help() {
            return attention(moved);
        }

        /** Returns thousandths of what is not attention. */
        BigInteger part(int permille) {
            return cost.parts(new Segment(segment.tokens(), 0)).multiply(BigInteger.valueOf(permille));
        }

        BigInteger between(int permille) {
            return part(permille).add(attention(segment.doubledPairs() - moved));
        }

        private BigInteger attention(long doubledPairs) {
            return cost.quadratic().multiply(BigInteger.valueOf(doubledPairs)).multiply(THOUSAND);
        }
    }
}
