package org.takt.solver.cli;

import java.util.Arrays;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.json.ScheduleJson;
import org.takt.model.oplist.DeepSpeedInstructions;
import org.takt.model.oplist.MegatronLayout;
import org.takt.model.oplist.MegatronTable;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.ScheduledNodes;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The formats of op-lists, for runtimes and for Takt. A new one is one new class and two lines here. */
enum ExportFormat {
    PYTORCH_CSV("pytorch-csv"),
    PYTORCH_COMMS_CSV("pytorch-comms-csv"),
    TORCHTITAN_CSV("torchtitan-csv"),
    ZERO_BUBBLE_NODES("zero-bubble-nodes"),
    MEGATRON_TABLE("megatron-table"),
    MEGATRON_LAYOUT("megatron-layout"),
    DEEPSPEED("deepspeed"),
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
        return this == PYTORCH_CSV || this == PYTORCH_COMMS_CSV || this == TORCHTITAN_CSV;
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
            case TORCHTITAN_CSV -> PyTorchExport.ofTorchTitan(instance, problem, schedule, wishes.overlaps(problem));
            case ZERO_BUBBLE_NODES -> Exported.of(ScheduledNodes.write(problem, schedule));
            case MEGATRON_TABLE ->
                Exported.of(MegatronTable.of(problem, schedule).toJson());
            case MEGATRON_LAYOUT -> Exported.of(MegatronLayout.of(problem, schedule, wishes.layers()) + "\n");
            case DEEPSPEED -> Exported.of(DeepSpeedInstructions.write(problem, schedule));
            case TAKT_JSON -> Exported.of(ScheduleJson.write(instance, problem, schedule));
        };
    }
}
