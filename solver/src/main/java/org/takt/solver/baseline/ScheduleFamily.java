package org.takt.solver.baseline;

import org.takt.model.schedule.DeviceOrders;

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
         */
        record Applies(DeviceOrders orders) implements Outcome {}

        /**
         * The rule does not apply.
         *
         * @param reason a full sentence
         */
        record DoesNotApply(String reason) implements Outcome {}
    }
}
