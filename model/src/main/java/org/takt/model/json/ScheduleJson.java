package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

public final class ScheduleJson {
    private ScheduleJson() {}

    public static String write(Instance instance, Problem problem, Schedule schedule) {
        return "{}";
    }

    public static Schedule read(Path path, Instance instance, Problem problem) throws IOException {
        if (path.isAbsolute()) {
            throw new IOException("stub");
        }
        return new Schedule(new long[0], new int[0]);
    }
}
