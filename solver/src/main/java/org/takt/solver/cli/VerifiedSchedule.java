package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.picture.Caption;
import org.takt.model.picture.Picture;

/**
 * A schedule file that the verifier accepts.
 *
 * @param file the file's name as the user gave it
 * @param instance what it is a schedule of
 * @param passed the schedule and its figures
 */
record VerifiedSchedule(String file, Instance instance, ScheduleCheck.Passed passed) {
    /** Reads and verifies a file, with notes on standard error; one that is rejected ends the command. */
    static VerifiedSchedule read(Arguments arguments, Console console, String file, Instance instance) {
        ScheduleCheck check = ScheduleReading.check(arguments, console, file, instance);
        check.notes().forEach(note -> console.err().println("takt: Note: " + note));
        if (check instanceof ScheduleCheck.Failed failed) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    List.of(ReportText.rejection(file, failed.reasons()).split("\n")));
        }
        return new VerifiedSchedule(file, instance, (ScheduleCheck.Passed) check);
    }

    /** Returns the picture of the schedule, labelled with the file's name. */
    Picture picture() {
        Path name = Path.of(file).getFileName();
        String label =
                (name == null ? file : name.toString()).replaceFirst("(\\.schedule|\\.pytorch)?\\.(json|csv)$", "");
        Caption caption = new Caption(instance.name(), label, instance.timeUnit(), instance.memoryUnit());
        return Picture.of(caption, passed.problem(), passed.schedule(), passed.report());
    }
}
