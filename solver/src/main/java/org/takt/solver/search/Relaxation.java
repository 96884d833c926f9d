package org.takt.solver.search;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.solver.bound.Certificate;
import org.takt.solver.bound.DeviceRelaxation;
import org.takt.solver.bound.ProblemAnalysis;

/**
 * A stand-in for the problem, whose lower bounds are the problem's.
 *
 * @param name name of the bound, as in certificates
 * @param scope what it looks at, as in certificates
 * @param problem the stand-in
 * @param restriction makes a schedule of the problem one of the stand-in
 * @param onSchedule hears of schedules of the stand-in, with the stand-in in the unit of time they are in
 */
record Relaxation(
        String name,
        String scope,
        Problem problem,
        UnaryOperator<Schedule> restriction,
        BiConsumer<Problem, Schedule> onSchedule) {

    /** Returns the relaxation to some devices. */
    static Relaxation to(List<Integer> devices, ProblemAnalysis analysis) {
        DeviceRelaxation relaxation = new DeviceRelaxation(analysis, devices);
        String name = devices.size() == 1 ? "single-device relaxation" : devices.size() + "-device relaxation";
        return new Relaxation(
                name, relaxation.scope(), relaxation.problem(), relaxation::restrict, (coarse, schedule) -> {});
    }

    /** Returns the problem itself, which is relaxed in coarse times only; the orders it finds are timed exactly. */
    static Relaxation none(Problem problem, Progress progress) {
        return new Relaxation(
                ExactModel.SOURCE,
                Certificate.WHOLE_PROBLEM,
                problem,
                schedule -> schedule,
                (coarse, schedule) -> offerOrders(coarse, schedule, problem, progress));
    }

    private static void offerOrders(Problem coarse, Schedule schedule, Problem problem, Progress progress) {
        DeviceOrders orders = DeviceOrders.of(coarse, schedule);
        if (new Timing(problem).earliest(orders) instanceof TimingResult.Timed timed) {
            progress.offer(timed.schedule(), ExactModel.SOURCE);
        }
    }
}
