package org.takt.solver.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.takt.model.instance.Instance;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.PyTorchCsv;
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

    /** Writes the best schedule, if there is one, and returns what was written and what was not, in lines. */
    List<String> write(Instance instance, Solution solution) {
        List<String> lines = new ArrayList<>();
        solution.best().ifPresent(best -> {
            OutputFiles.write(
                    schedule, ExportFormat.TAKT_JSON.write(instance, solution.problem(), best.schedule()));
            lines.add("Written: " + schedule);
            lines.addAll(writeCsv(instance, solution, best));
        });
        return lines;
    }

    private List<String> writeCsv(Instance instance, Solution solution, Solution.Best best) {
        PyTorchCsv.Written written;
        try {
            written = PyTorchCsv.write(solution.problem(), best.schedule());
        } catch (OpListException exception) {
            String stale = Files.exists(csv) ? " " + csv + " is from an earlier run." : "";
            return List.of("Not written: PyTorch's CSV. " + exception.getMessage() + stale);
        }
        OutputFiles.write(csv, written.text());
        List<String> lines = new ArrayList<>(List.of("Written: " + csv));
        List<Integer> order = written.microBatches();
        boolean alike = instance.microBatches().stream().distinct().count() == 1;
        if (!alike && !order.equals(IntStream.range(0, order.size()).boxed().toList())) {
            lines.add("Its micro-batches 0, 1, ... are the instance's "
                    + order.stream().map(String::valueOf).collect(Collectors.joining(","))
                    + ": feed them to PyTorch in this order, and tell takt verify by --"
                    + ScheduleReading.MICRO_BATCHES + ".");
        }
        return lines;
    }

    /** Returns a name without characters that mean something in paths. */
    private static String fileName(String name) {
        String safe = name.replaceAll("[^\\p{Alnum}._+-]", "-");
        return safe.startsWith(".") ? "-" + safe.substring(1) : safe;
    }
}
