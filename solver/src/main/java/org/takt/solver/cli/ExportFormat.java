package org.takt.solver.cli;

import java.util.Arrays;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.json.ScheduleJson;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The formats of op-lists, for runtimes and for Takt. A new one is one new class and two lines here. */
enum ExportFormat {
    PYTORCH_CSV("pytorch-csv"),
    TAKT_JSON("takt-json");

    private final String formatName;

    ExportFormat(String formatName) {
        this.formatName = formatName;
    }

    /** Returns the format of a name given by the user. */
    static ExportFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("The format is \"" + name + "\", expected one of "
                        + String.join(", ", ExportCommand.formatNames()) + "."));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ExportFormat::formatName).toList();
    }

    String formatName() {
        return formatName;
    }

    /**
     * Returns the file's text.
     *
     * @throws OpListException if the format cannot express the schedule
     */
    String write(Instance instance, Problem problem, Schedule schedule) {
        return switch (this) {
            case PYTORCH_CSV -> PyTorchCsv.write(problem, schedule).text();
            case TAKT_JSON -> ScheduleJson.write(instance, problem, schedule);
        };
    }
}
