package org.takt.model.json;

import org.takt.model.instance.Instance;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

public final class ScheduleJson {
    private ScheduleJson() {}

    public static String write(Instance instance, Problem problem, Schedule schedule) {
        return "{}";
    }
}
