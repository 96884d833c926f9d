package org.takt.model.picture;

import org.takt.model.Schedules;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Pictures of schedules that the verifier accepts. */
final class PictureFixtures {
    private PictureFixtures() {}

    static Picture picture(Problem problem, Schedule schedule, String label) {
        Caption caption = new Caption("fixture", label, "us", "MiB");
        return Picture.of(caption, problem, schedule, Schedules.accepted(problem, schedule));
    }
}
