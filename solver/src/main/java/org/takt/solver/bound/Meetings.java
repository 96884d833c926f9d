package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.takt.model.problem.Op;
import org.takt.solver.symmetry.InterchangeableMicroBatches.Role;

/**
 * Where a micro-batch on its way back meets a later one on its way there, in a pipeline that leads through all stages and back through the
 * same.
 *
 * <p>At each stage one of the two goes first, as both need the same device. If the later one goes there before the earlier one comes back at
 * some stage, then so it does at every stage before. So there is one stage, the meeting, up to which the later one goes first, and
 * from which on the earlier one does: from none to all of the stages. The earlier one's way back waits for
 * the later one's way to the stage before the meeting, and the later one's way on for the earlier one's way back to the meeting. With the
 * times of these ways this separates ops of any stages that are kept, even if those around the meeting are not.
 *
 * <p>For equal stages with a round trip of Q each, the entries of two micro-batches that do not wait for each other differ by about a
 * multiple of Q. Where the time until memory is free again is none, some have to wait in every round.
 */
final class Meetings {
    private final List<Stage> stages;
    private final long turn;

    /**
     * What a micro-batch does at a stage.
     *
     * @param there the role of its op on the way there
     * @param back the role of its op on the way back
     * @param thereTime ticks that the op on the way there takes
     * @param backTime ticks that the op on the way back takes
     * @param onward ticks from the start of the op on the way there to the next stage's at least; 0 for the last stage
     * @param backward ticks from the next stage's start on the way back to this one's; 0 for the last stage
     */
    record Stage(Role there, Role back, long thereTime, long backTime, long onward, long backward) {}

    /**
     * The two ops of a micro-batch at a stage that is kept.
     *
     * @param stage its place among the stages
     * @param there index of the op on the way there
     * @param back index of the op on the way back
     */
    private record Passage(int stage, int there, int back) {}

    private Meetings(List<Stage> stages, long turn) {
        this.stages = stages;
        this.turn = turn;
    }

    /** Returns the meetings of micro-batches, or nothing where they do not go through all stages and back. */
    static Optional<Meetings> of(MicroBatchSequence sequence) {
        ProblemAnalysis one = new ProblemAnalysis(sequence.window(1).problem());
        Map<Integer, List<Integer>> byStage = new TreeMap<>();
        for (int op = 0; op < one.problem().ops().size(); op++) {
            Op described = one.problem().ops().get(op);
            if (!described.modes().get(0).resources().isEmpty()) {
                byStage.computeIfAbsent(described.stage(), stage -> new ArrayList<>())
                        .add(op);
            }
        }
        List<List<Integer>> ops = new ArrayList<>(byStage.values());
        ops.forEach(ofStage -> ofStage.sort(Comparator.comparingInt(one::position)));
        return ops.stream().allMatch(ofStage -> holdOneDevice(ofStage, one)) ? from(ops, one) : Optional.empty();
    }

    private static boolean holdOneDevice(List<Integer> ops, ProblemAnalysis one) {
        return ops.size() >= 2
                && ops.stream()
                                .map(op -> one.problem()
                                        .ops()
                                        .get(op)
                                        .modes()
                                        .get(0)
                                        .resources())
                                .distinct()
                                .count()
                        == 1
                && ops.stream().allMatch(op -> one.shortest(op) > 0);
    }

    private static Optional<Meetings> from(List<List<Integer>> ops, ProblemAnalysis one) {
        List<Stage> stages = new ArrayList<>();
        SurePaths paths = new SurePaths(one);
        for (int stage = 0; stage < ops.size(); stage++) {
            int there = ops.get(stage).get(0);
            int back = ops.get(stage).get(1);
            boolean isLast = stage + 1 == ops.size();
            long onward = isLast ? 0 : step(there, ops.get(stage + 1).get(0), paths, one);
            long backward = isLast ? 0 : step(ops.get(stage + 1).get(1), back, paths, one);
            if (onward < 0 || backward < 0) {
                return Optional.empty();
            }
            stages.add(new Stage(
                    Role.of(one.problem().ops().get(there)),
                    Role.of(one.problem().ops().get(back)),
                    one.shortest(there),
                    one.shortest(back),
                    onward,
                    backward));
        }
        List<Integer> last = ops.get(ops.size() - 1);
        long turn = step(last.get(0), last.get(1), paths, one);
        return turn < 0 ? Optional.empty() : Optional.of(new Meetings(stages, turn));
    }

    /** Returns the stages, in the order of the way there. */
    List<Stage> stages() {
        return stages;
    }

    /** Returns the ticks from the start of the op on the way there to that of the op on the way back at the last stage. */
    long turn() {
        return turn;
    }

    /** Returns the least time from start to start, −1 where one op is not sure to follow the other. */
    private static long step(int before, int after, SurePaths paths, ProblemAnalysis one) {
        paths.searchUpTo(before, List.of(after));
        return paths.isReached(after) ? one.shortest(before) + paths.delay(after) : -1;
    }

    /**
     * Returns where two micro-batches may meet, as a choice between the separations that follow; nothing where too few of their ops are kept.
     *
     * @param earlier the ops that are kept of the earlier one, by role
     * @param later those of the later one
     */
    Optional<StartSumProblem.Choice> between(Map<Role, Integer> earlier, Map<Role, Integer> later) {
        List<Passage> first = passages(earlier);
        List<Passage> second = passages(later);
        if (first.isEmpty() || first.size() != second.size()) {
            return Optional.empty();
        }
        List<List<Separation>> alternatives = new ArrayList<>();
        alternatives.add(List.of(new Separation(
                first.get(0).back(),
                second.get(0).there(),
                backTime(first.get(0).stage()))));
        int behind = 0;
        for (int meeting = first.get(0).stage() + 1; meeting <= stages.size(); meeting++) {
            while (behind + 1 < first.size() && first.get(behind + 1).stage() < meeting) {
                behind++;
            }
            alternatives.add(at(meeting, behind, first, second));
        }
        return Optional.of(new StartSumProblem.Choice(alternatives));
    }

    /**
     * Returns what follows where the earlier one goes first from some stage on.
     *
     * @param meeting the stage, or how many there are
     * @param behind the last kept passage before that stage
     */
    private List<Separation> at(int meeting, int behind, List<Passage> earlier, List<Passage> later) {
        List<Separation> separations = new ArrayList<>();
        int from = later.get(behind).stage();
        separations.add(new Separation(
                later.get(behind).there(),
                earlier.get(behind).back(),
                there(from, meeting - 1) + stages.get(meeting - 1).thereTime() + back(meeting - 1, from)));
        if (meeting == stages.size()) {
            return separations;
        }
        if (behind + 1 < earlier.size()) {
            int next = earlier.get(behind + 1).stage();
            separations.add(new Separation(
                    earlier.get(behind + 1).back(),
                    later.get(behind + 1).there(),
                    back(next, meeting) + backTime(meeting) + there(meeting, next)));
        } else {
            int last = stages.size() - 1;
            separations.add(new Separation(
                    earlier.get(behind).there(),
                    later.get(behind).back(),
                    there(from, last)
                            + turn
                            + back(last, meeting)
                            + backTime(meeting)
                            + there(meeting, last)
                            + turn
                            + back(last, from)));
        }
        return separations;
    }

    private List<Passage> passages(Map<Role, Integer> kept) {
        List<Passage> passages = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            Integer there = kept.get(stages.get(stage).there());
            Integer back = kept.get(stages.get(stage).back());
            if (there != null && back != null) {
                passages.add(new Passage(stage, there, back));
            }
        }
        return passages;
    }

    private long backTime(int stage) {
        return stages.get(stage).backTime();
    }

    /** Returns the ticks from start to start on the way there. */
    private long there(int from, int to) {
        long ticks = 0;
        for (int stage = from; stage < to; stage++) {
            ticks += stages.get(stage).onward();
        }
        return ticks;
    }

    /** Returns the ticks from start to start on the way back. */
    private long back(int from, int to) {
        long ticks = 0;
        for (int stage = to; stage < from; stage++) {
            ticks += stages.get(stage).backward();
        }
        return ticks;
    }
}
