package org.takt.solver.baseline;

/** A family for one pipeline that walks the devices down and up again, with backwards split. */
abstract class SplitVFamily implements ScheduleFamily {
    private final String name;

    SplitVFamily(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Outcome orders(PipelineShape shape) {
        if (!shape.isV()) {
            return new Outcome.DoesNotApply(
                    name + " needs one pipeline that walks the devices down and up again, two stages on each.");
        }
        if (!shape.canSplit()) {
            return new Outcome.DoesNotApply(name + " needs backwards that split into input and weight gradient.");
        }
        return ordersOfV(shape);
    }

    /** Returns the orders for a V whose backwards can be split, or why the rule does not apply. */
    abstract Outcome ordersOfV(PipelineShape shape);
}
