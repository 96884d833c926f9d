package org.takt.solver.search;

import java.util.Optional;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.heuristic.ListPolicy;

/** One quick way to a schedule. */
sealed interface QuickSource {
    /** Returns a name for reports. */
    String name();

    /** Returns the schedule that this way leads to, not verified, if it leads to one. */
    Optional<Schedule> schedule();

    /** A published family, on a pipeline. */
    record OfFamily(ScheduleFamily family, PipelineShape shape) implements QuickSource {
        @Override
        public String name() {
            return family.name();
        }

        @Override
        public Optional<Schedule> schedule() {
            return family.orders(shape) instanceof ScheduleFamily.Outcome.Applies applies
                            && new Timing(shape.problem()).earliest(applies.orders())
                                    instanceof TimingResult.Timed timed
                    ? Optional.of(timed.schedule())
                    : Optional.empty();
        }
    }

    /** A policy of the list scheduler. */
    record OfPolicy(ListPolicy policy, LazyListScheduler scheduler) implements QuickSource {
        @Override
        public String name() {
            return policy.describe();
        }

        @Override
        public Optional<Schedule> schedule() {
            return scheduler.get().flatMap(built -> built.schedule(policy));
        }
    }
}
