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
    PYTORCH_COMMS_CSV("pytorch-comms-csv"),
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

    /** Returns whether the format has cells of ops to overlap. */
    boolean hasOverlaps() {
        return this == PYTORCH_CSV || this == PYTORCH_COMMS_CSV;
    }

    /**
     * Returns the file.
     *
     * @throws OpListException if the format cannot express the schedule, or its runtime would refuse it
     */
    Exported write(Instance instance, Problem problem, Schedule schedule, ExportWishes wishes) {
        return switch (this) {
            case PYTORCH_CSV ->
                PyTorchExport.of(instance, problem, schedule, wishes.overlaps(problem), PyTorchCsv.Form.COMPUTE_ONLY);
            case PYTORCH_COMMS_CSV ->
                PyTorchExport.of(instance, problem, schedule, wishes.overlaps(problem), PyTorchCsv.Form.COMPUTE_COMMS);
            case TAKT_JSON -> Exported.of(ScheduleJson.write(instance, problem, schedule));
        };
    }
}
