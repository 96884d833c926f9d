package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;

/** What published families make of a problem, timed as early as their orders allow; nothing of one that is no plain pipeline. */
final class FamilySchedules {
    private final Problem problem;
    private final List<ScheduleFamily> families;

    FamilySchedules(Problem problem, List<ScheduleFamily> families) {
        this.problem = problem;
        this.families = List.copyOf(families);
    }

    /**
     * Hands on each schedule with the name of its family as soon as it is timed; not verified.
     *
     * @param stop asked before each family; true ends it
     */
    void forEach(BooleanSupplier stop, BiConsumer<Schedule, String> taker) {
        if (stop.getAsBoolean()) {
            return;
        }
        Optional<PipelineShape> shape = PipelineShape.of(problem);
        if (shape.isEmpty()) {
            return;
        }
        Timing timing = new Timing(problem);
        for (ScheduleFamily family : families) {
            if (!stop.getAsBoolean()
                    && family.orders(shape.get()) instanceof ScheduleFamily.Outcome.Applies applies
                    && timing.earliest(applies.orders()) instanceof TimingResult.Timed timed) {
                taker.accept(timed.schedule(), family.name());
            }
        }
    }
}
