package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.takt.model.instance.Instance;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.PyTorchRun;
import org.takt.model.oplist.TorchTitanCsv;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;

/** A schedule as PyTorch's CSV, with notes on what its runtime makes of it. */
final class PyTorchExport {
    private PyTorchExport() {}

    /**
     * Returns the file and the notes.
     *
     * @throws OpListException if the file cannot express the schedule, or the runtime would refuse it or deadlock
     */
    static Exported of(
            Instance instance, Problem problem, Schedule schedule, List<OverlappedPair> pairs, PyTorchCsv.Form form) {
        return of(instance, PyTorchRun.of(problem, schedule, pairs, form));
    }

    /**
     * Returns the file for torchtitan.
     *
     * @throws OpListException also if torchtitan places stages otherwise
     */
    static Exported ofTorchTitan(Instance instance, Problem problem, Schedule schedule, List<OverlappedPair> pairs) {
        TorchTitanCsv file = TorchTitanCsv.of(problem, schedule, pairs);
        Exported exported = of(instance, file.run());
        List<String> notes = new ArrayList<>(exported.notes());
        notes.add("Give torchtitan parallelism.pipeline_parallel_schedule = " + file.scheduleClass()
                + ", pipeline_parallel_degree = " + file.devices() + ", num_pp_microbatches = "
                + instance.microBatches().size() + " and this file as pipeline_parallel_schedule_csv.");
        return new Exported(exported.text(), notes);
    }

    private static Exported of(Instance instance, PyTorchRun run) {
        List<String> notes = new ArrayList<>(numbering(instance, run.written().microBatches()));
        run.report()
                .ifPresent(report -> notes.add(habits(run) + "; the makespan of the file is " + report.makespan() + " "
                        + instance.timeUnit() + "."));
        return new Exported(run.written().text(), notes);
    }

    private static String habits(PyTorchRun run) {
        return switch (run.firstStage()) {
            case AS_CUT -> "PyTorch's runtime sends what the ops of an OVERLAP_F_B cell made after the last of them";
            case FULL_AT_INPUT_GRADIENT -> wholeBackward("its input gradient");
            case FULL_AT_WEIGHT_GRADIENT -> wholeBackward("its weight gradient");
        };
    }

    private static String wholeBackward(String place) {
        return "PyTorch's runtime computes the whole backward of stage 0 at once, so B stands there in the place of "
                + place;
    }

    /** Says what the file's micro-batch numbers mean, where that matters. */
    private static List<String> numbering(Instance instance, List<Integer> order) {
        boolean alike = instance.microBatches().stream().distinct().count() == 1;
        if (alike || order.equals(IntStream.range(0, order.size()).boxed().toList())) {
            return List.of();
        }
        return List.of("Its micro-batches 0, 1, ... are the instance's "
                + order.stream().map(String::valueOf).collect(Collectors.joining(","))
                + ": feed them to PyTorch in this order, and tell takt verify by --" + ScheduleReading.MICRO_BATCHES
                + ".");
    }
}
