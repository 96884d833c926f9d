package org.takt.solver.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.takt.model.Schedules;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.PyTorchRun;
import org.takt.model.oplist.TorchFile;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.ScheduleFamily;

/**
 * A schedule for PyTorch to execute; ticks are milliseconds.
 *
 * @param setting the name of the instance
 * @param origin where the schedule comes from
 */
record ConformanceCase(String setting, Instance instance, Origin origin, PyTorchCsv.Form form) {
    private static final Pattern OVERLAP = Pattern.compile("\\((\\d+)F(\\d+);(\\d+)([BI])(\\d+)\\)OVERLAP_F_B");

    /** Where a schedule comes from. */
    sealed interface Origin {}

    /** One of PyTorch's own files in the test resources. */
    record TorchSchedule(TorchFile file) implements Origin {}

    /** A published family. */
    record Published(String family) implements Origin {}

    /** What Takt finds in so much time. */
    record Solved(Duration limit, int seed) implements Origin {}

    static ConformanceCase of(String setting, Instance instance, Origin origin) {
        return new ConformanceCase(setting, instance, origin, PyTorchCsv.Form.COMPUTE_ONLY);
    }

    ConformanceCase withForm(PyTorchCsv.Form other) {
        return new ConformanceCase(setting, instance, origin, other);
    }

    /** Returns the name of the schedule. */
    String schedule() {
        if (origin instanceof TorchSchedule torch) {
            return "PyTorch's " + torch.file().name().replaceFirst("_.*", "");
        }
        return origin instanceof Published published ? published.family() : "Takt";
    }

    /** Returns a name for files. */
    String fileName() {
        String communication = form == PyTorchCsv.Form.COMPUTE_COMMS ? "-comms" : "";
        return setting + "-" + schedule().replace("PyTorch's ", "torch-") + communication;
    }

    @Override
    public String toString() {
        return fileName();
    }

    /** Returns the verified schedule as PyTorch gets it. */
    ExportedCase export() {
        Problem problem = Expander.expand(instance);
        List<OverlappedPair> pairs = origin instanceof TorchSchedule torch
                ? pairs(problem, torch.file().text())
                : List.of();
        Schedule schedule = schedule(problem);
        Report planned = Schedules.accepted(problem, schedule);
        PyTorchRun run = PyTorchRun.of(problem, schedule, pairs, form);
        return new ExportedCase(this, problem, run.written(), run.report().orElse(planned));
    }

    private Schedule schedule(Problem problem) {
        if (origin instanceof TorchSchedule torch) {
            return Schedules.timed(problem, PyTorchCsv.read(torch.file().text(), problem));
        }
        if (origin instanceof Published published) {
            return published(problem, published.family());
        }
        Solved solved = (Solved) origin;
        SolveOptions options = SolveOptions.DEFAULTS
                .withTimeLimit(solved.limit())
                .withSeed(solved.seed())
                .withWorkers(1);
        Solution solution = Takt.solve(instance, options, SolveListener.NONE);
        return solution.best().orElseThrow().schedule();
    }

    private static Schedule published(Problem problem, String name) {
        ScheduleFamily family = Baselines.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        Baseline.Outcome outcome = Baselines.of(problem, family).outcome();
        if (outcome instanceof Baseline.Scheduled scheduled && scheduled.fits()) {
            return scheduled.schedule();
        }
        throw new IllegalStateException(name + " gives no schedule within the limits: " + outcome);
    }

    private static List<OverlappedPair> pairs(Problem problem, String file) {
        List<OverlappedPair> pairs = new ArrayList<>();
        Matcher cell = OVERLAP.matcher(file);
        while (cell.find()) {
            pairs.add(new OverlappedPair(
                    Schedules.op(problem, OpKind.F, number(cell, 1), number(cell, 2)),
                    Schedules.op(problem, OpKind.valueOf(cell.group(4)), number(cell, 3), number(cell, 5))));
        }
        return pairs;
    }

    private static int number(Matcher cell, int group) {
        return Integer.parseInt(cell.group(group));
    }
}
