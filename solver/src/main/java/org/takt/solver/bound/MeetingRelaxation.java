package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * The least time in which micro-batches get through a pipeline and back where they have to wait for each other as they meet at some of the
 * stages, and for memory there; at the others they pass without waiting. The fewer stages count, the fewer states there are
 * ({@link MeetingOrders}), and with little memory few of them delay a micro-batch much: those with long ops, with room for few
 * micro-batches, and the last ones, where what has just turned meets what comes next.
 *
 * <p>Micro-batches enter at the first of the stages: where memory sets a limit on a later stage of the pipeline, those before are left
 * out. The weight gradients of the stages are work that is done, with interruptions, while their devices are idle, and hold memory
 * until then.
 *
 * <p>The value adds the least time ahead of the first entry and the rest behind the start of the last op; for a device's span the
 * rest on the first stage's device.
 */
public final class MeetingRelaxation {
    /** Of more stages, those of one device are taken for stages of different ones, and weight gradients for none. */
    private static final int MOST_SHARING = 32;

    private final MicroBatchSequence sequence;
    private final Meetings meetings;
    private final ProblemAnalysis one;
    private final boolean isMakespan;
    /** Ticks ahead of the start of the first micro-batch at each stage. */
    private final long[] heads;

    private final List<StageRoom> rooms = new ArrayList<>();

    /**
     * What follows from some stages.
     *
     * @param value a lower bound of the objective
     * @param states how many states were looked at
     * @param isTooWide whether the computation gave up for lack of width
     * @param isMerged whether more might follow with more width
     */
    public record Result(long value, long states, boolean isTooWide, boolean isMerged) {}

    private MeetingRelaxation(ProblemAnalysis analysis, MicroBatchSequence sequence, Meetings meetings) {
        this.sequence = sequence;
        this.meetings = meetings;
        this.one = new ProblemAnalysis(sequence.window(1).problem());
        this.isMakespan = one.problem().objective() instanceof Objective.Makespan;
        this.heads = new long[meetings.stages().size()];
        heads[0] = analysis.head(sequence.entries().get(0));
        for (int index = 0; index < heads.length; index++) {
            Meetings.Stage stage = meetings.stages().get(index);
            int there = indexOf(stage.there(), one.problem());
            rooms.add(new StageRoom(
                    one,
                    there,
                    indexOf(stage.back(), one.problem()),
                    devices(there, one.problem()).get(0)));
            if (index > 0) {
                heads[index] =
                        heads[index - 1] + meetings.stages().get(index - 1).onward();
            }
        }
    }

    /** Returns the relaxation of a problem of alike micro-batches that go through stages of a device each and back, nothing of others. */
    public static Optional<MeetingRelaxation> of(ProblemAnalysis analysis) {
        return analysis.sequence().flatMap(sequence -> Meetings.of(sequence)
                .filter(meetings -> isEntry(meetings.stages().get(0).there(), sequence))
                .filter(meetings -> areOnOneDevice(meetings, sequence))
                .map(meetings -> new MeetingRelaxation(analysis, sequence, meetings)));
    }

    private static boolean isEntry(Role role, MicroBatchSequence sequence) {
        MicroBatchSequence.Window window = sequence.window(1);
        return Role.of(window.problem().ops().get(window.entries().get(0))).equals(role);
    }

    private static boolean areOnOneDevice(Meetings meetings, MicroBatchSequence sequence) {
        Problem problem = sequence.window(1).problem();
        return meetings.stages().stream()
                .allMatch(stage ->
                        devices(indexOf(stage.there(), problem), problem).size() == 1);
    }

    private static int indexOf(Role role, Problem one) {
        return IntStream.range(0, one.ops().size())
                .filter(op -> Role.of(one.ops().get(op)).equals(role))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> devices(int op, Problem problem) {
        return problem.ops().get(op).modes().get(0).resources().stream()
                .flatMap(resource -> problem.resources().get(resource).devices().stream())
                .distinct()
                .toList();
    }

    /** Returns how many micro-batches there are. */
    public int microBatches() {
        return sequence.size();
    }

    /** Returns how many stages there are. */
    public int stages() {
        return heads.length;
    }

    /** Returns the index of the device of a stage. */
    public int device(int stage) {
        return rooms.get(stage).device();
    }

    /** Returns how many micro-batches memory has room for at a stage; the largest number where nothing limits them. */
    public int room(int stage) {
        return rooms.get(stage).room();
    }

    /**
     * Returns what follows from some of the stages; 0 where memory has no room for any micro-batch at the first of them or
     * room for all. Takes time in proportion to the width, the micro-batches and the square of the stages.
     *
     * @param kept the stages, from 0, in ascending order, at least one
     * @param width how many states may stand side by side, at least 1; with more, less is lost
     * @param stop asked often; true ends the computation with what follows from the states so far
     */
    public Result bound(List<Integer> kept, int width, BooleanSupplier stop) {
        return bound(kept, width, ShorterBatches.withoutMeetings(path(kept), sequence.size()), Long.MAX_VALUE, stop);
    }

    /**
     * Returns what follows from some of the stages, or the goal if that is less; 0 where memory has no room for any micro-batch at the
     * first of them or room for all. The closer the goal is to what follows from shorter batches alone, the less time it takes, and the
     * less is lost.
     *
     * @param kept the stages, from 0, in ascending order, at least one
     * @param width how many states may stand side by side, at least 1
     * @param shorter what shorter batches take, with the same first stage
     * @param goal more than which is not asked for, ticks
     * @param stop asked often; true ends the computation with what follows from the states so far
     */
    public Result bound(List<Integer> kept, int width, ShorterBatches shorter, long goal, BooleanSupplier stop) {
        if (!isLimited(kept)) {
            return new Result(0, 0, false, false);
        }
        long around = around(kept);
        MeetingOrders orders = new MeetingOrders(path(kept), sequence.size(), width, shorter, goal - around, stop);
        return new Result(orders.leastTime() + around, orders.states(), orders.isTooWide(), orders.isMerged());
    }

    /**
     * Returns what shorter batches take at least at some of the stages. Takes time in proportion to the width and the micro-batches.
     *
     * @param kept the stages, from 0, in ascending order, at least one
     * @param width how many states may stand side by side, at least 1
     * @param stop asked often; true ends the computation with what is known by then
     */
    public ShorterBatches shorter(List<Integer> kept, int width, BooleanSupplier stop) {
        return isLimited(kept)
                ? ShorterBatches.byMeetings(path(kept), sequence.size(), width, stop)
                : ShorterBatches.withoutMeetings(path(kept), sequence.size());
    }

    /** Returns whether memory at the first of the stages has room for some micro-batches, but not for all. */
    private boolean isLimited(List<Integer> kept) {
        int room = rooms.get(kept.get(0)).room();
        return room >= 1 && room < sequence.size();
    }

    /** Returns the ticks ahead of the first entry and behind the start of the last op that count. */
    private long around(List<Integer> kept) {
        StageRoom room = rooms.get(kept.get(0));
        return isMakespan ? heads[kept.get(0)] + room.rest() : room.restOnDevice();
    }

    /** Returns the way of micro-batches through some of the stages. */
    MeetingPath path(List<Integer> kept) {
        List<MeetingPath.Stage> stages = new ArrayList<>();
        List<Integer> devices = new ArrayList<>();
        boolean isFew = kept.size() <= MOST_SHARING;
        for (int index = 0; index < kept.size(); index++) {
            Meetings.Stage stage = meetings.stages().get(kept.get(index));
            boolean isLast = index + 1 == kept.size();
            int next = isLast ? kept.get(index) : kept.get(index + 1);
            StageRoom room = rooms.get(kept.get(index));
            if (!isFew || !devices.contains(room.device())) {
                devices.add(room.device());
            }
            stages.add(new MeetingPath.Stage(
                    stage.thereTime(),
                    stage.backTime(),
                    onward(kept.get(index), next),
                    backward(next, kept.get(index)),
                    Math.max(1, room.room()),
                    room.size(),
                    isFew ? room.weightTime() : 0,
                    isFew ? room.kept() : 0,
                    devices.lastIndexOf(room.device())));
        }
        int last = kept.get(kept.size() - 1);
        int end = heads.length - 1;
        long turn = onward(last, end) + meetings.turn() + backward(end, last);
        StageRoom first = rooms.get(kept.get(0));
        return new MeetingPath(
                stages, devices.stream().map(device -> device(device, first)).toList(), turn, first.leastPause());
    }

    private MeetingPath.Device device(int device, StageRoom first) {
        Device described = one.problem().devices().get(device);
        long capacity = described.memoryLimit().isPresent() ? described.bufferCapacity() : Long.MAX_VALUE;
        long behind = isMakespan ? first.rest() : device == first.device() ? first.restOnDevice() : Long.MAX_VALUE;
        return new MeetingPath.Device(capacity, behind);
    }

    private long onward(int from, int to) {
        return IntStream.range(from, to)
                .mapToLong(stage -> meetings.stages().get(stage).onward())
                .sum();
    }

    private long backward(int from, int to) {
        return IntStream.range(to, from)
                .mapToLong(stage -> meetings.stages().get(stage).backward())
                .sum();
    }

    Role there(int stage) {
        return meetings.stages().get(stage).there();
    }

    Role back(int stage) {
        return meetings.stages().get(stage).back();
    }

    /** Returns the role of the weight gradient of a stage, if it has one. */
    Optional<Role> weight(int stage) {
        OptionalInt weight = rooms.get(stage).weight();
        return weight.isPresent() ? Optional.of(Role.of(one.problem().ops().get(weight.getAsInt()))) : Optional.empty();
    }

    /** Returns the ops of a role, in order of micro-batch. */
    List<Integer> ops(Role role) {
        return sequence.ops(role);
    }

    /** Returns all stages. */
    List<Integer> allStages() {
        return IntStream.range(0, heads.length).boxed().toList();
    }
}
