package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.oplist.OpListException;
import org.takt.model.oplist.OpListProblem;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.SpanTiming;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;

/** Reads a schedule file for an instance, times it where it has no times, and has it verified. */
final class ScheduleReading {
    private static final Pattern CELL = Pattern.compile("\\d+([FBIW])\\d+");
    private static final Pattern ALMOST_CELL = Pattern.compile("\\d[A-Za-z]+\\d");

    /** A full backward of stage 0. */
    private static final Pattern FIRST_STAGE = Pattern.compile("\\b0B(\\d+)\\b");

    static final String MICRO_BATCHES = "micro-batches";

    static final String CSV_FORM = "csv-form";
    private static final Map<String, PyTorchCsv.Form> FORMS =
            Map.of("compute_only", PyTorchCsv.Form.COMPUTE_ONLY, "compute_comms", PyTorchCsv.Form.COMPUTE_COMMS);

    private final Instance instance;
    private final List<Integer> microBatches;
    private final Optional<PyTorchCsv.Form> form;
    private final List<String> notes = new ArrayList<>();

    private ScheduleReading(Instance instance, List<Integer> microBatches, Optional<PyTorchCsv.Form> form) {
        this.instance = instance;
        this.microBatches = microBatches;
        this.form = form;
    }

    /** Adds the options that say how a file of PyTorch's is meant. */
    static void addCsvOptions(Options options) {
        options.addOption(Arguments.valued(
                MICRO_BATCHES,
                "LIST",
                "the instance's micro-batches that the numbers 0, 1, ... of a .csv stand for, such as 2,0,1"));
        options.addOption(Arguments.valued(
                CSV_FORM,
                "FORM",
                "the form in which PyTorch is to load a .csv, compute_only or compute_comms; default: the latter if the"
                        + " file has sends or receives"));
    }

    private static Optional<PyTorchCsv.Form> form(Arguments arguments) {
        return arguments.value(CSV_FORM).map(name -> Optional.ofNullable(FORMS.get(name))
                .orElseThrow(() -> CommandFailure.usage(
                        "Option --" + CSV_FORM + " is \"" + name + "\", expected compute_only or compute_comms.")));
    }

    /** Returns what the verifier says of the file; its name's ending says what it holds. */
    static ScheduleCheck check(Arguments arguments, Console console, String file, Instance instance) {
        if (instance.objective() instanceof Objective.Period) {
            throw CommandFailure.usage(
                    "The instance's objective is PERIOD, but this command needs a schedule of a batch, which has an end.");
        }
        ScheduleArguments.requireCsvForItsOptions(arguments);
        ScheduleReading reading = new ScheduleReading(
                instance,
                arguments.indices(MICRO_BATCHES, instance.microBatches().size()),
                form(arguments));
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return reading.checkCsv(opList(console, file));
        }
        if (name.endsWith(".json")) {
            return reading.checkJson(console, file);
        }
        throw CommandFailure.usage(
                "The schedule file is \"" + file + "\", expected a name that ends in .json or .csv.");
    }

    /** A text without a single op is no rejected schedule but another file. */
    private static String opList(Console console, String file) {
        String text = InputFiles.text(console, file);
        if (!ALMOST_CELL.matcher(text).find()) {
            throw CommandFailure.input(
                    file + ": Found no op, expected PyTorch's pipeline-schedule CSV with cells such as 2F0.");
        }
        return text;
    }

    private ScheduleCheck checkJson(Console console, String file) {
        Problem problem = Expander.expand(instance);
        return verified(problem, InputFiles.schedule(console, file, instance, problem));
    }

    private ScheduleCheck checkCsv(String file) {
        String text = withCutFirstStage(file);
        Problem problem = Expander.expand(fitting(text));
        DeviceOrders orders;
        try {
            orders = PyTorchCsv.read(text, problem, microBatches, form.orElseGet(() -> PyTorchCsv.Form.of(text)));
        } catch (OpListException exception) {
            return failed(
                    exception.problems().stream().map(OpListProblem::toString).toList());
        }
        TimingResult timing = timed(problem, orders);
        if (timing instanceof TimingResult.Deadlock deadlock) {
            return failed(WaitingCircle.explain(problem, orders, deadlock.waiting()));
        }
        return verified(problem, ((TimingResult.Timed) timing).schedule());
    }

    /** The file has no times: every op starts as early as it can, or, for the least span, as late as that asks. */
    private TimingResult timed(Problem problem, DeviceOrders orders) {
        if (instance.objective() instanceof Objective.MaxDeviceSpan) {
            notes.add("The file has no times: the devices start so that the largest span is least.");
            return new SpanTiming(problem).leastSpan(orders);
        }
        notes.add("The file has no times: every op starts as early as it can.");
        return new Timing(problem).earliest(orders);
    }

    /**
     * Returns the file with its full backwards of stage 0 cut, where the instance cuts all and the file all others: so
     * Takt writes them, because PyTorch computes the whole backward of that stage at once.
     */
    private String withCutFirstStage(String text) {
        boolean othersAreCut = CELL.matcher(FIRST_STAGE.matcher(text).replaceAll(""))
                .results()
                .noneMatch(cell -> cell.group(1).equals("B"));
        return instance.backward() == Backward.SPLIT && othersAreCut && !text.contains("OVERLAP")
                ? FIRST_STAGE.matcher(text).replaceAll("0I$1,0W$1")
                : text;
    }

    /** Returns the instance in a form that has the backwards which the file lists. */
    private Instance fitting(String text) {
        boolean full = false;
        boolean cut = false;
        Matcher cell = CELL.matcher(text);
        while (cell.find()) {
            full |= cell.group(1).equals("B");
            cut |= cell.group(1).equals("I") || cell.group(1).equals("W");
        }
        boolean fits =
                switch (instance.backward()) {
                    case FUSED -> !cut;
                    case SPLIT -> !full;
                    case EITHER -> true;
                };
        if (fits) {
            return instance;
        }
        notes.add("The instance's backwards are " + instance.backward().name().toLowerCase(Locale.ROOT)
                + ", the file lists " + (full && cut ? "full and cut" : full ? "full" : "cut")
                + " ones: read as if the instance allowed either.");
        return instance.withBackward(Backward.EITHER);
    }

    private ScheduleCheck verified(Problem problem, Schedule schedule) {
        Verdict verdict = new Verifier(problem).verify(schedule);
        if (verdict instanceof Verdict.Accepted accepted) {
            return new ScheduleCheck.Passed(problem, schedule, accepted.report(), List.copyOf(notes));
        }
        return failed(ReportText.sentences(((Verdict.Rejected) verdict).violations()));
    }

    private ScheduleCheck failed(List<String> reasons) {
        return new ScheduleCheck.Failed(List.copyOf(reasons), List.copyOf(notes));
    }
}
