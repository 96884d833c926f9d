package org.takt.solver.baseline;

import java.util.List;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.OverlappedPair;

/** A published rule that orders the ops of each device. Implementations are stateless. */
public interface ScheduleFamily {
    /** Returns the family's published name. */
    String name();

    /** Returns the orders the rule gives, whatever memory they need, or why the rule does not apply. */
    Outcome orders(PipelineShape shape);

    /** What a rule makes of a pipeline. */
    sealed interface Outcome {
        /**
         * The rule applies.
         *
         * @param orders an order for every device's compute stream
         * @param pairs the ops that the rule wants to overlap as one; in the orders they follow each other
         */
        record Applies(DeviceOrders orders, List<OverlappedPair> pairs) implements Outcome {
            public Applies {
                pairs = List.copyOf(pairs);
            }

            /** Creates the outcome of a rule that overlaps no ops. */
            public Applies(DeviceOrders orders) {
                this(orders, List.of());
            }
        }

        /**
         * The rule does not apply.
         *
         * @param reason a full sentence
         */
        record DoesNotApply(String reason) implements Outcome {}
    }
}
