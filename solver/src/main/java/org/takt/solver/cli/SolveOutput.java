package org.takt.solver.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.json.ScheduleJson;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;

/**
 * The files that a solve writes: the schedule as Takt's op-list, and beside it PyTorch's CSV.
 *
 * @param schedule the op-list
 * @param csv PyTorch's file
 */
record SolveOutput(Path schedule, Path csv) {
    private static final String ENDING = ".json";
    private static final String LONG_ENDING = ".schedule.json";

    /**
     * What was written.
     *
     * @param schedule the op-list; none without a schedule
     * @param csv PyTorch's file; none if it cannot express the schedule
     * @param lines what to tell the user of either
     */
    record Written(Optional<Path> schedule, Optional<Path> csv, List<String> lines) {
        static final Written NOTHING = new Written(Optional.empty(), Optional.empty(), List.of());
    }

    /** Returns the files that the arguments ask for, looked at before any work is done. */
    static SolveOutput plan(Arguments arguments, Console console, Instance instance) {
        String file = arguments.value(OutputFiles.OUTPUT).orElse(fileName(instance.name()) + LONG_ENDING);
        if (!file.endsWith(ENDING)) {
            throw CommandFailure.usage("The output file is \"" + file + "\", expected a name that ends in .json.");
        }
        String ending = file.endsWith(LONG_ENDING) ? LONG_ENDING : ENDING;
        Path schedule = console.path(file);
        Path csv = console.path(file.substring(0, file.length() - ending.length()) + ".pytorch.csv");
        OutputFiles.requireWritable(schedule);
        OutputFiles.requireWritable(csv);
        return new SolveOutput(schedule, csv);
    }

    /** Writes the best schedule, if there is one. */
    Written write(Instance instance, Solution solution) {
        if (solution.best().isEmpty()) {
            return Written.NOTHING;
        }
        Solution.Best best = solution.best().get();
        OutputFiles.write(
                schedule, ScheduleJson.write(instance, solution.problem(), best.schedule(), solution.certificate()));
        List<String> lines = new ArrayList<>(List.of("Written: " + schedule));
        Exported file;
        try {
            file = PyTorchExport.of(
                    instance, solution.problem(), best.schedule(), List.of(), PyTorchCsv.Form.COMPUTE_ONLY);
        } catch (OpListException exception) {
            String stale = Files.exists(csv) ? " " + csv + " is from an earlier run." : "";
            lines.add("Not written: PyTorch's CSV. " + exception.getMessage() + stale);
            return new Written(Optional.of(schedule), Optional.empty(), lines);
        }
        OutputFiles.write(csv, file.text());
        lines.add("Written: " + csv);
        lines.addAll(file.notes());
        return new Written(Optional.of(schedule), Optional.of(csv), lines);
    }

    /** Writes the best periodic schedule, if there is one. */
    Written write(Instance instance, PeriodicSolution solution) {
        if (solution.best().isEmpty()) {
            return Written.NOTHING;
        }
        PeriodicSolution.Best best = solution.best().get();
        OutputFiles.write(schedule, ScheduleJson.write(instance, best.unit(), best.schedule(), solution.certificate()));
        return new Written(
                Optional.of(schedule),
                Optional.empty(),
                List.of("Written: " + schedule, "Not written: PyTorch's CSV, which cannot express what repeats."));
    }

    /** Returns a name without characters that mean something in paths. */
    private static String fileName(String name) {
        String safe = name.replaceAll("[^\\p{Alnum}._+-]", "-");
        return safe.startsWith(".") ? "-" + safe.substring(1) : safe;
    }
}
