package org.takt.solver.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceWriter;
import org.takt.model.json.ScheduleJson;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;

/**
 * The files that a solve writes: the schedule as Takt's op-list, and beside it PyTorch's CSV and the instance as it was cut.
 *
 * @param schedule the op-list
 * @param csv PyTorch's file
 * @param cut the instance, if cuts are to be decided
 */
record SolveOutput(Path schedule, Path csv, Optional<Path> cut) {
    private static final String ENDING = ".json";
    private static final String LONG_ENDING = ".schedule.json";

    /** The longest name of a file without its ending: leaves room for endings, and for those of temporary files. */
    private static final int LONGEST_NAME = 180;

    /**
     * What was written.
     *
     * @param schedule the op-list; none without a schedule
     * @param csv PyTorch's file; none if it cannot express the schedule
     * @param cut the instance as it was cut; none without a schedule, or where cuts were not to be decided
     * @param lines what to tell the user of either
     */
    record Written(Optional<Path> schedule, Optional<Path> csv, Optional<Path> cut, List<String> lines) {
        static final Written NOTHING = new Written(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Returns the files that the arguments ask for, looked at before any work is done.
     *
     * @param input the instance's file
     * @param isCut whether cuts are to be decided
     */
    static SolveOutput plan(Arguments arguments, Console console, Instance instance, Path input, boolean isCut) {
        String file = arguments.value(OutputFiles.OUTPUT).orElse(fileName(instance.name()) + LONG_ENDING);
        if (!file.endsWith(ENDING)) {
            throw CommandFailure.usage("The output file is \"" + file + "\", expected a name that ends in .json.");
        }
        String ending = file.endsWith(LONG_ENDING) ? LONG_ENDING : ENDING;
        String stem = file.substring(0, file.length() - ending.length());
        SolveOutput output = new SolveOutput(
                console.path(file),
                console.path(stem + ".pytorch.csv"),
                isCut ? Optional.of(console.path(stem + ".cut.json")) : Optional.empty());
        output.requireWritable(input);
        return output;
    }

    private void requireWritable(Path input) {
        List<Path> files = new ArrayList<>(List.of(schedule, csv));
        cut.ifPresent(files::add);
        for (Path file : files) {
            OutputFiles.requireWritable(file);
            OutputFiles.requireDifferent(file, input);
        }
    }

    /** Writes the best schedule, if there is one, and the instance if cuts were to be decided. */
    Written write(Instance instance, Solution solution) {
        if (solution.best().isEmpty()) {
            return Written.NOTHING;
        }
        Solution.Best best = solution.best().get();
        OutputFiles.write(
                schedule, ScheduleJson.write(instance, solution.problem(), best.schedule(), solution.certificate()));
        List<String> lines = new ArrayList<>(List.of("Written: " + schedule));
        cut.ifPresent(path -> {
            OutputFiles.write(path, InstanceWriter.toJson(instance));
            lines.add("Written: " + path);
        });
        Exported file;
        try {
            file = PyTorchExport.of(
                    instance, solution.problem(), best.schedule(), List.of(), PyTorchCsv.Form.COMPUTE_ONLY);
        } catch (OpListException exception) {
            String stale = Files.exists(csv) ? " " + csv + " is from an earlier run." : "";
            lines.add("Not written: PyTorch's CSV. " + exception.getMessage() + stale);
            return new Written(Optional.of(schedule), Optional.empty(), cut, lines);
        }
        OutputFiles.write(csv, file.text());
        lines.add("Written: " + csv);
        lines.addAll(file.notes());
        return new Written(Optional.of(schedule), Optional.of(csv), cut, lines);
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
                Optional.empty(),
                List.of("Written: " + schedule, "Not written: PyTorch's CSV, which cannot express what repeats."));
    }

    /** Returns a name that every file system takes: without characters that mean something in paths, and not too long. */
    private static String fileName(String name) {
        String shortened = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        String safe = shortened.replaceAll("[^\\p{Alnum}._+-]", "-");
        return safe.startsWith(".") ? "-" + safe.substring(1) : safe;
    }
}
