package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * The micro-batches of a problem as they pass through some of its devices, each from one of its ops there on, its
 * entry. Where memory is tight, what spaces micro-batches out is often not the device where they enter the pipeline but one
 * that they come back to, such as the last of a V, and there the chunk that goes last.
 *
 * <p>The problem is relaxed to the devices ({@link DeviceRelaxation}) and to what follows the entries ({@link
 * LocalProblem}). Some optimal schedule has the micro-batches in the same order in every role ({@link
 * MicroBatchSequence}). Restricted to these ops and counted from the first entry, it is a schedule of the local problem:
 * sure paths hold in it, buffers are taken later than in truth if at all, and the order stays. So what holds for all
 * schedules of n consecutive micro-batches of the local problem holds for it, and as the first entry starts no sooner than its
 * head, head + (local makespan) bounds the makespan. The span of the entry's device is at least that of its ops from the first
 * entry on; a head says nothing of it.
 */
public final class LocalSequence {
    private final DeviceRelaxation relaxation;
    private final List<Integer> devices;
    private final LocalProblem local;
    private final MicroBatchSequence sequence;
    private final int entry;
    private final long head;

    private LocalSequence(
            DeviceRelaxation relaxation,
            List<Integer> devices,
            LocalProblem local,
            MicroBatchSequence sequence,
            int entry,
            long head) {
        this.relaxation = relaxation;
        this.devices = List.copyOf(devices);
        this.local = local;
        this.sequence = sequence;
        this.entry = entry;
        this.head = head;
    }

    /**
     * Returns the sequences of some devices, one for each op of a micro-batch that takes memory there, in order of stage.
     * Takes O(size of the problem + kept ops × ops on paths behind them) time.
     *
     * @param whole the sequence of the analysed problem
     * @param devices indices of the devices, distinct, at least one
     */
    public static List<LocalSequence> on(List<Integer> devices, MicroBatchSequence whole, ProblemAnalysis analysis) {
        DeviceRelaxation relaxation = new DeviceRelaxation(analysis, devices);
        Problem relaxed = relaxation.problem();
        Set<Integer> takers = new HashSet<>();
        for (Buffer buffer : relaxed.buffers()) {
            takers.add(buffer.takenAt());
        }
        Map<Role, List<Integer>> entriesByRole = new LinkedHashMap<>();
        for (int op = 0; op < relaxed.ops().size(); op++) {
            if (takers.contains(op)) {
                entriesByRole
                        .computeIfAbsent(Role.of(relaxed.ops().get(op)), role -> new ArrayList<>())
                        .add(op);
            }
        }
        List<LocalSequence> sequences = new ArrayList<>();
        for (List<Integer> entries : entriesByRole.values()) {
            if (entries.size() == whole.size()) {
                from(entries, relaxation, devices, analysis).ifPresent(sequences::add);
            }
        }
        return sequences;
    }

    /** Returns how many kinds of ops of a micro-batch take memory on some devices: at most as many sequences are there. */
    public static int candidates(List<Integer> devices, Problem problem) {
        Set<Role> takers = new HashSet<>();
        for (Buffer buffer : problem.buffers()) {
            if (devices.contains(buffer.device())) {
                takers.add(Role.of(problem.ops().get(buffer.takenAt())));
            }
        }
        return takers.size();
    }

    /**
     * Returns the one of {@link #on} that bounds best in closed form, the first of equals; nothing where there is none.
     */
    public static Optional<LocalSequence> best(
            List<Integer> devices, MicroBatchSequence whole, ProblemAnalysis analysis) {
        return best(on(devices, whole, analysis));
    }

    /** Returns the one of several that bounds best in closed form, the first of equals; nothing where there is none. */
    public static Optional<LocalSequence> best(List<LocalSequence> sequences) {
        LocalSequence best = null;
        long highest = -1;
        for (LocalSequence sequence : sequences) {
            long value = ClosedFormBounds.ofSequence(sequence).value();
            if (value > highest) {
                best = sequence;
                highest = value;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Returns the one of {@link #on} whose first micro-batch enters with an op; nothing where there is none. */
    public static Optional<LocalSequence> behind(
            int entry, List<Integer> devices, MicroBatchSequence whole, ProblemAnalysis analysis) {
        return on(devices, whole, analysis).stream()
                .filter(sequence -> sequence.entry == entry)
                .findFirst();
    }

    private static Optional<LocalSequence> from(
            List<Integer> entries, DeviceRelaxation relaxation, List<Integer> devices, ProblemAnalysis analysis) {
        LocalProblem local = new LocalProblem(relaxation.problem(), entries);
        Set<Integer> among = new HashSet<>(entries);
        int entry = -1;
        long head = Long.MAX_VALUE;
        for (int op = 0; op < analysis.problem().ops().size(); op++) {
            int index = relaxation.index(op);
            entry = index == entries.get(0) ? op : entry;
            head = among.contains(index) ? Math.min(head, analysis.head(op)) : head;
        }
        int first = entry;
        long counted = analysis.problem().objective() instanceof Objective.MaxDeviceSpan ? 0 : head;
        return MicroBatchSequence.of(local.problem())
                .filter(sequence -> sequence.entryDevice().isPresent())
                .map(sequence -> new LocalSequence(relaxation, devices, local, sequence, first, counted));
    }

    /** Returns the sequence, of a problem with these devices only. */
    public MicroBatchSequence sequence() {
        return sequence;
    }

    /** Returns the least start of the first entry, ticks; 0 where the objective counts from the entry. */
    public long head() {
        return head;
    }

    /** Returns the devices, by their index in the whole problem; their place here is the index in the local one. */
    public List<Integer> devices() {
        return devices;
    }

    /** Returns the op of the whole problem with which its first micro-batch enters. */
    public int entry() {
        return entry;
    }

    /** Returns what certificates call it. */
    public String scope() {
        Op first = sequence.problem().ops().get(sequence.entries().get(0));
        return relaxation.scope() + ", behind " + first.kind() + " of stage " + first.stage();
    }

    /** Returns the devices as the local problem counts them. */
    public List<Integer> localDevices() {
        return IntStream.range(0, devices.size()).boxed().toList();
    }

    /** Returns a delay with the devices as the whole problem counts them. */
    public ProvedDelay inWhole(ProvedDelay delay) {
        return new ProvedDelay(
                delay.microBatches(),
                delay.ticks(),
                delay.devices().stream().map(devices::get).toList(),
                delay.unit());
    }

    /**
     * Returns a delay with the devices as the local problem counts them.
     *
     * @throws IllegalArgumentException if it is of other devices too
     */
    public ProvedDelay inLocal(ProvedDelay delay) {
        return new ProvedDelay(
                delay.microBatches(),
                delay.ticks(),
                delay.devices().stream().map(devices::indexOf).toList(),
                delay.unit());
    }

    /** Returns a schedule of the whole problem restricted to the local one, from the first entry on. */
    public Schedule restrict(Schedule schedule) {
        Schedule relaxed = relaxation.restrict(schedule);
        List<Integer> kept = local.kept();
        long begin = Long.MAX_VALUE;
        for (int op : kept) {
            begin = Math.min(begin, relaxed.start(op));
        }
        long[] starts = new long[kept.size()];
        for (int op = 0; op < starts.length; op++) {
            starts[op] = relaxed.start(kept.get(op)) - begin;
        }
        return new Schedule(starts, new int[starts.length]);
    }
}
