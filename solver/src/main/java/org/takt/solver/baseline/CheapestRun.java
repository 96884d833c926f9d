package org.takt.solver.baseline;

import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Objective;
import org.takt.model.schedule.DeviceOrders;

/** The run with the least makespan or device span, as the problem's objective asks, of those that fit the memory. */
final class CheapestRun {
    private static final List<PassReplay.Rules> RULES = List.of(
            new PassReplay.Rules(false, false),
            new PassReplay.Rules(false, true),
            new PassReplay.Rules(true, false),
            new PassReplay.Rules(true, true));

    private final Objective objective;
    private Optional<PassClock> cheapest = Optional.empty();

    CheapestRun(Objective objective) {
        this.objective = objective;
    }

    /** Takes a run into account that fits the memory. */
    void offer(PassClock run) {
        if (cheapest.isEmpty() || run.cost(objective) < cheapest.get().cost(objective)) {
            cheapest = Optional.of(run);
        }
    }

    /** Takes orders of a V into account, exactly as listed and replayed with the true times under all rules. */
    void offerReplays(SplitPasses passes, DeviceOrders orders) {
        ListedRun listed = new ListedRun(passes, orders);
        if (listed.place()) {
            offer(listed.clock());
        }
        for (PassReplay.Rules rules : RULES) {
            PassReplay replay = new PassReplay(passes, orders, rules);
            if (replay.place()) {
                offer(replay.clock());
            }
        }
    }

    /** Returns the orders of the cheapest run, or that no order fits the memory. */
    ScheduleFamily.Outcome outcome(String family) {
        return cheapest.<ScheduleFamily.Outcome>map(run -> new ScheduleFamily.Outcome.Applies(run.toOrders()))
                .orElseGet(() ->
                        new ScheduleFamily.Outcome.DoesNotApply(family + " found no order within the memory limits."));
    }
}
