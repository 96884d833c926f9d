package org.takt.solver.baseline;

/** A family for one pipeline with one stage on each device, with backwards split. */
abstract class SplitStageFamily implements ScheduleFamily {
    private final String name;

    SplitStageFamily(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Outcome orders(PipelineShape shape) {
        if (!shape.isOneStagePerDevice()) {
            return new Outcome.DoesNotApply(name + " needs one pipeline with one stage on each device.");
        }
        if (!shape.canSplit()) {
            return new Outcome.DoesNotApply(name + " needs backwards that split into input and weight gradient.");
        }
        return ordersOfStages(shape);
    }

    /** Returns the orders for such a pipeline, or why the rule does not apply. */
    abstract Outcome ordersOfStages(PipelineShape shape);
}
