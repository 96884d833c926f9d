package org.takt.solver.bound;

import java.util.function.BooleanSupplier;
import org.takt.model.certificate.Certificate;

/**
 * The {@link MeetingRelaxation} to all stages, where these are few and memory has room for few micro-batches. With little memory this is nearly all that
 * counts: what it does not know is that weight gradients are not interrupted.
 */
public final class MeetingOrderBound implements LowerBound {
    /** The name of this bound and of the same on some of the stages. */
    public static final String NAME = "orders of meetings";

    /** With more of them there are too many states. */
    private static final int MOST_STAGES = 8;

    /** With more micro-batches in flight there are too many states. */
    private static final int MOST_IN_FLIGHT = 8;

    /** With all stages at once, states side by side. */
    private static final int WIDEST = 4_000;

    /** Most states of all layers together, so that it takes some seconds at most. */
    private static final long STATES = WIDEST * 1024L;

    private final BooleanSupplier stop;

    /** A bound that is computed to the end. */
    public MeetingOrderBound() {
        this(() -> false);
    }

    /**
     * A bound that may be stopped.
     *
     * @param stop asked often; true ends the computation with what follows from the states so far
     */
    public MeetingOrderBound(BooleanSupplier stop) {
        this.stop = stop;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** {@inheritDoc} Takes up to some seconds. */
    @Override
    public Certificate compute(ProblemAnalysis analysis) {
        long value = MeetingRelaxation.of(analysis)
                .filter(relaxation -> relaxation.stages() <= MOST_STAGES && relaxation.room(0) <= MOST_IN_FLIGHT)
                .map(relaxation -> relaxation.bound(relaxation.allStages(), width(relaxation), stop))
                .map(MeetingRelaxation.Result::value)
                .orElse(0L);
        return Certificate.closedForm(value, name(), Certificate.WHOLE_PROBLEM);
    }

    private static int width(MeetingRelaxation relaxation) {
        long layers = 2L * relaxation.stages() * relaxation.microBatches();
        return (int) Math.max(1, Math.min(WIDEST, STATES / layers));
    }
}
