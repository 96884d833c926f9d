package org.takt.solver.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.kernel.MicroBatchPattern.Lane;
import org.takt.solver.kernel.MicroBatchPattern.LaneBuffer;
import org.takt.solver.kernel.MicroBatchPattern.Link;
import org.takt.solver.symmetry.InterchangeableMicroBatches;

/** Reads the pattern off the micro-batches that may swap. O(size of the problem) time. */
final class PatternFinder {
    private static final int NONE = -1;

    private final Problem problem;
    private final int[] modes;
    private final int[] laneOf;
    private final int[] rankOf;
    private final List<Lane> lanes = new ArrayList<>();

    PatternFinder(Problem problem, int[] modes) {
        this.problem = problem;
        this.modes = modes.clone();
        this.laneOf = new int[modes.length];
        this.rankOf = new int[modes.length];
        Arrays.fill(laneOf, NONE);
    }

    Optional<MicroBatchPattern> find() {
        List<InterchangeableMicroBatches.Group> groups = InterchangeableMicroBatches.find(problem);
        int units = 0;
        for (InterchangeableMicroBatches.Group group : groups) {
            units = commonDivisor(group.size(), units);
        }
        if (units < 2 || !addLanes(groups, units) || !restIsAfter()) {
            return Optional.empty();
        }
        List<LaneBuffer> buffers = buffers();
        if (buffers.stream().anyMatch(buffer -> buffer.releasedBy().isEmpty())) {
            return Optional.empty();
        }
        int microBatches = groups.stream()
                        .mapToInt(InterchangeableMicroBatches.Group::size)
                        .sum()
                / units;
        List<Integer> modeList = Arrays.stream(modes).boxed().toList();
        return Optional.of(new MicroBatchPattern(problem, modeList, lanes, links(), buffers, units, microBatches));
    }

    /** Makes a lane of each role that is present; false where its ops run in different modes. */
    private boolean addLanes(List<InterchangeableMicroBatches.Group> groups, int units) {
        for (InterchangeableMicroBatches.Group group : groups) {
            for (List<Integer> ops : group.ops().values()) {
                int mode = modes[ops.get(0)];
                if (ops.stream().anyMatch(op -> modes[op] != mode)) {
                    return false;
                }
                if (mode != Schedule.ABSENT) {
                    addLane(ops, group.size() / units);
                }
            }
        }
        return true;
    }

    private void addLane(List<Integer> ops, int perUnit) {
        Mode mode = problem.ops().get(ops.get(0)).modes().get(modes[ops.get(0)]);
        for (int rank = 0; rank < ops.size(); rank++) {
            laneOf[ops.get(rank)] = lanes.size();
            rankOf[ops.get(rank)] = rank;
        }
        lanes.add(new Lane(mode.duration(), mode.resources(), perUnit, ops));
    }

    /** Whether every present op belongs to a lane or only follows ops that do, such as an optimizer step. */
    private boolean restIsAfter() {
        return problem.precedences().stream()
                .noneMatch(precedence -> modes[precedence.before()] != Schedule.ABSENT
                        && laneOf[precedence.before()] == NONE
                        && laneOf[precedence.after()] != NONE);
    }

    private List<Link> links() {
        List<Link> links = new ArrayList<>();
        for (Precedence precedence : problem.precedences()) {
            int before = precedence.before();
            int after = precedence.after();
            if (isFirst(before) && isFirst(after)) {
                links.add(
                        new Link(laneOf[before], laneOf[after], precedence.lag().between(modes[before], modes[after])));
            }
        }
        return links;
    }

    private List<LaneBuffer> buffers() {
        List<LaneBuffer> buffers = new ArrayList<>();
        for (Buffer buffer : problem.buffers()) {
            if (isFirst(buffer.takenAt()) && exists(buffer)) {
                List<Integer> releasedBy = buffer.releasedBy().stream()
                        .filter(op -> modes[op] != Schedule.ABSENT)
                        .map(op -> laneOf[op])
                        .toList();
                boolean leavesLanes = releasedBy.contains(NONE);
                buffers.add(new LaneBuffer(
                        buffer.device(),
                        buffer.size(),
                        laneOf[buffer.takenAt()],
                        leavesLanes ? List.of() : releasedBy));
            }
        }
        return buffers;
    }

    private boolean exists(Buffer buffer) {
        for (Condition condition : buffer.conditions()) {
            if (!condition.holdsIn(modes[condition.op()])) {
                return false;
            }
        }
        return true;
    }

    private boolean isFirst(int op) {
        return laneOf[op] != NONE && rankOf[op] == 0;
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
