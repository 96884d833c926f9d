package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;

/**
 * Takt's own op-list, files of format {@code takt-schedule/1}, described by the JSON Schema
 * {@code org/takt/model/json/takt-schedule-1.schema.json}: for each device its actions in the order in which it takes
 * them. An action is an op with its start and duration, a send or a receive. A send stands right after the op whose
 * result it sends, a receive right before the first op that needs it; both tell when the message leaves and when it
 * arrives. A device that waits for its receives but never for its sends cannot come to a deadlock. Ops that hold no
 * compute stream, such as transfers over exclusive links, stand in a list of their own. All times are whole ticks. A
 * certificate may stand in front: a lower bound on what is minimised, and how to derive it again. A periodic schedule
 * is written as its first unit, with {@code period} and {@code microBatches} beside it.
 *
 * <p>Writing takes time in proportion to the schedule and memory in proportion to the text, about 220 bytes for each op
 * of a plain pipeline. Files larger than 64 MiB, of about 300 000 ops, are not read.
 */
public final class ScheduleJson {
    /** The most micro-batches of a unit: those that fit a file, with one op each. */
    private static final int MOST_MICRO_BATCHES = 300_000;

    private static final String PERIOD = "period";

    private ScheduleJson() {}

    /** Writes a file, in one step. */
    public static void write(Path file, Instance instance, Problem problem, Schedule schedule) throws IOException {
        AtomicFile.write(file, write(instance, problem, schedule));
    }

    /**
     * Returns the content of a file. Equal schedules give equal files.
     *
     * @param problem the problem of the instance
     * @param schedule a schedule that the verifier accepts
     * @throws IllegalArgumentException if two ops have kind, pipeline, stage, micro-batch and segment in common, or the
     *     schedule has another number of ops than the problem
     */
    public static String write(Instance instance, Problem problem, Schedule schedule) {
        return new ScheduleWriter(instance, problem, schedule, Optional.empty()).text();
    }

    /**
     * Returns the content of a file that also says how good the schedule is at worst, for {@link CertificateJson} to read.
     *
     * @param certificate a lower bound on the problem's objective
     * @throws IllegalArgumentException as {@link #write(Instance, Problem, Schedule)} does
     */
    public static String write(Instance instance, Problem problem, Schedule schedule, Certificate certificate) {
        return new ScheduleWriter(instance, problem, schedule, Optional.of(certificate)).text();
    }

    /**
     * Reads a file of a batch's schedule. The starts are those of the file, right or wrong, and ops may be missing: that is for the verifier to
     * judge. Everything else must be as {@link #write(Instance, Problem, Schedule)} would have it for these starts, but
     * for the order of sends and receives among themselves.
     *
     * @param problem the problem of the instance
     * @throws InvalidScheduleException with every problem found, if the file is missing, a directory, too large, no JSON,
     *     or no schedule of the instance; its message names the file
     * @throws IllegalArgumentException if two ops have kind, pipeline, stage, micro-batch and segment in common
     * @throws IOException if the file exists but cannot be read
     */
    public static Schedule read(Path file, Instance instance, Problem problem) throws IOException {
        ProblemList problems = new ProblemList();
        Optional<byte[]> content = InputFile.read(file, FormatLimits.MAX_BYTES, problems);
        if (content.isEmpty()) {
            throw new InvalidScheduleException(file.toString(), problems.toList());
        }
        return parse(file.toString(), content.get(), instance, problem);
    }

    /**
     * Reads the content of a file, as {@link #read} does.
     *
     * @param source what to call the file in messages
     * @throws InvalidScheduleException with every problem found
     */
    public static Schedule parse(String source, byte[] content, Instance instance, Problem problem) {
        ProblemList problems = new ProblemList();
        Optional<Schedule> schedule = StrictJson.parse(content, FormatLimits.MAX_SCHEDULE_VALUES, problems)
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .filter(cursor -> FormatTag.check(cursor, FormatTag.SCHEDULE))
                .filter(ScheduleJson::isOfBatch)
                .map(cursor -> new ScheduleReader(instance, problem, problems).read(cursor));
        if (schedule.isEmpty() || !problems.isEmpty()) {
            throw new InvalidScheduleException(source, problems.toList());
        }
        return schedule.get();
    }

    /**
     * Returns the content of a file that holds one unit of a periodic schedule, with its period and its number of
     * micro-batches.
     *
     * @param unit the problem of so many of the instance's micro-batches
     * @param schedule a schedule that the verifier accepts
     * @param certificate a lower bound on the time per micro-batch
     * @throws IllegalArgumentException as {@link #write(Instance, Problem, Schedule)} does
     */
    public static String write(
            Instance instance, Problem unit, PeriodicSchedule schedule, PeriodCertificate certificate) {
        return new ScheduleWriter(instance, unit, schedule, certificate).text();
    }

    /**
     * Returns whether a file holds the schedule of a steady state, by its field {@code period}; not if it cannot be told.
     *
     * @throws IOException if the file exists but cannot be read
     */
    public static boolean isPeriodic(Path file) throws IOException {
        ProblemList ignored = new ProblemList();
        return InputFile.read(file, FormatLimits.MAX_BYTES, ignored)
                .flatMap(content -> StrictJson.parse(content, FormatLimits.MAX_SCHEDULE_VALUES, ignored))
                .flatMap(root -> ObjectCursor.on(root, "", ignored))
                .filter(cursor -> cursor.has(PERIOD))
                .isPresent();
    }

    /**
     * Reads a file that holds a periodic schedule, as {@link #read} does one of a batch.
     *
     * @param units for a number of micro-batches, the problem of so many of the instance's
     * @throws InvalidScheduleException with every problem found
     * @throws IOException if the file exists but cannot be read
     */
    public static PeriodicSchedule readPeriodic(Path file, Instance instance, IntFunction<Problem> units)
            throws IOException {
        ProblemList problems = new ProblemList();
        Optional<byte[]> content = InputFile.read(file, FormatLimits.MAX_BYTES, problems);
        if (content.isEmpty()) {
            throw new InvalidScheduleException(file.toString(), problems.toList());
        }
        return parsePeriodic(file.toString(), content.get(), instance, units);
    }

    /**
     * Reads the content of a file, as {@link #readPeriodic} does.
     *
     * @param source what to call the file in messages
     * @throws InvalidScheduleException with every problem found
     */
    public static PeriodicSchedule parsePeriodic(
            String source, byte[] content, Instance instance, IntFunction<Problem> units) {
        ProblemList problems = new ProblemList();
        Optional<PeriodicSchedule> schedule = StrictJson.parse(content, FormatLimits.MAX_SCHEDULE_VALUES, problems)
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .filter(cursor -> FormatTag.check(cursor, FormatTag.SCHEDULE))
                .flatMap(cursor -> periodic(cursor, instance, units, problems));
        if (schedule.isEmpty() || !problems.isEmpty()) {
            throw new InvalidScheduleException(source, problems.toList());
        }
        return schedule.get();
    }

    /** Refuses the schedule of a steady state as one of a batch, and looks at nothing else of it. */
    private static boolean isOfBatch(ObjectCursor cursor) {
        if (cursor.has(PERIOD)) {
            cursor.refuse(PERIOD, "Found the schedule of a steady state, which has no end, expected one of a batch.");
            return false;
        }
        return true;
    }

    private static Optional<PeriodicSchedule> periodic(
            ObjectCursor cursor, Instance instance, IntFunction<Problem> units, ProblemList problems) {
        long period = cursor.whole(PERIOD, new Range(1, Problem.MAX_TOTAL));
        int microBatches = (int) cursor.whole("microBatches", new Range(1, MOST_MICRO_BATCHES));
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Schedule unit = new ScheduleReader(instance, units.apply(microBatches), problems).read(cursor);
        return Optional.of(new PeriodicSchedule(period, microBatches, unit));
    }
}
