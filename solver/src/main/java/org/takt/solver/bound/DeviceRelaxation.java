package org.takt.solver.bound;

import static org.takt.model.problem.Problem.MAX_TOTAL;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Device;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.schedule.Schedule;

/**
 * A problem reduced to some of its devices. The ops that hold a resource of a kept device, with that resource, its memory
 * and the rules among them, stay exactly as they are. Every other op is replaced by the least time it needs: the longest sure path
 * between two kept ops through ops that are left out becomes a lag, the path before a kept op a lag behind an op that starts at 0, the
 * path behind it a lag before an op that ends the schedule.
 *
 * <p>Any schedule of the problem, restricted to the kept ops, is one of the reduced problem with at most the same
 * objective: the lags hold in it because paths do, a device's memory only shrinks where a buffer is dropped because an
 * op it needs is left out, and a presence rule is kept only whole. So every lower bound of the reduced problem is one
 * of the problem. For MAX_DEVICE_SPAN heads and tails say nothing, since all of a schedule may begin later, and
 * they are left out.
 */
public final class DeviceRelaxation {
    private final ProblemAnalysis analysis;
    private final Problem original;
    private final List<Integer> devices;
    private final int[] resourceIndices;
    private final int[] opIndices;
    private final List<Integer> kept = new ArrayList<>();
    private final boolean hasEnds;
    private final Problem problem;

    /**
     * Reduces a problem. Takes O(size of the problem + kept ops × ops on paths behind them) time.
     *
     * @param devices indices of the devices to keep, distinct, at least one
     */
    public DeviceRelaxation(ProblemAnalysis analysis, List<Integer> devices) {
        this.analysis = analysis;
        this.original = analysis.problem();
        this.devices = List.copyOf(devices);
        this.resourceIndices = new int[original.resources().size()];
        this.opIndices = new int[original.ops().size()];
        this.hasEnds = !(original.objective() instanceof Objective.MaxDeviceSpan);
        List<Resource> resources = keepResources();
        List<Op> ops = keepOps();
        List<Precedence> precedences = keepPrecedences();
        List<Precedence> delays = delaysThroughOthers(precedences);
        if (hasEnds) {
            addEnds(ops, delays);
        }
        precedences.addAll(cap(delays, Math.max(0, MAX_TOTAL / 4 - total(ops, precedences))));
        this.problem = new Problem(
                this.devices.stream().map(original.devices()::get).toList(),
                resources,
                ops,
                precedences,
                keepBuffers(precedences),
                keepPresenceRules(),
                original.objective());
    }

    /** Returns the reduced problem. */
    public Problem problem() {
        return problem;
    }

    /** Returns the index in the reduced problem of an op of the problem, or −1 if it is left out. */
    int index(int op) {
        return opIndices[op];
    }

    /** Returns which devices are kept, for people, such as {@code device gpu0}. */
    public String scope() {
        List<String> names =
                devices.stream().map(original.devices()::get).map(Device::name).toList();
        return (names.size() == 1 ? "device " : "devices ") + String.join(", ", names);
    }

    /** Returns a schedule of the problem restricted to the kept ops: one of the reduced problem. */
    public Schedule restrict(Schedule schedule) {
        long[] starts = new long[problem.ops().size()];
        int[] modes = new int[problem.ops().size()];
        long end = 0;
        for (int index = 0; index < kept.size(); index++) {
            int op = kept.get(index);
            starts[index] = schedule.start(op);
            modes[index] = schedule.mode(op);
            if (schedule.isPresent(op)) {
                long duration = original.ops().get(op).modes().get(modes[index]).duration();
                end = Math.max(end, starts[index] + duration + analysis.tail(op));
            }
        }
        if (hasEnds) {
            starts[kept.size() + 1] = end;
        }
        return new Schedule(starts, modes);
    }

    private List<Resource> keepResources() {
        List<Resource> resources = new ArrayList<>();
        Arrays.fill(resourceIndices, -1);
        for (int index = 0; index < resourceIndices.length; index++) {
            Resource resource = original.resources().get(index);
            if (!resource.devices().isEmpty() && devices.containsAll(resource.devices())) {
                resourceIndices[index] = resources.size();
                resources.add(new Resource(
                        resource.name(),
                        resource.kind(),
                        resource.devices().stream().map(devices::indexOf).toList()));
            }
        }
        return resources;
    }

    private List<Op> keepOps() {
        List<Op> ops = new ArrayList<>();
        Arrays.fill(opIndices, -1);
        for (int index = 0; index < opIndices.length; index++) {
            Op op = original.ops().get(index);
            List<Mode> modes = op.modes().stream()
                    .map(mode -> new Mode(mode.duration(), keptResources(mode)))
                    .toList();
            if (modes.stream().anyMatch(mode -> !mode.resources().isEmpty())) {
                opIndices[index] = ops.size();
                kept.add(index);
                ops.add(new Op(
                        op.kind(), op.pipeline(), op.stage(), op.microBatch(), op.segment(), op.optional(), modes));
            }
        }
        return ops;
    }

    private List<Integer> keptResources(Mode mode) {
        return mode.resources().stream()
                .map(resource -> resourceIndices[resource])
                .filter(index -> index >= 0)
                .toList();
    }

    private List<Precedence> keepPrecedences() {
        List<Precedence> precedences = new ArrayList<>();
        for (Precedence precedence : original.precedences()) {
            if (isKept(precedence.before()) && isKept(precedence.after())) {
                precedences.add(new Precedence(
                        opIndices[precedence.before()], opIndices[precedence.after()], precedence.lag()));
            }
        }
        return precedences;
    }

    private List<Precedence> delaysThroughOthers(List<Precedence> precedences) {
        List<Precedence> delays = new ArrayList<>();
        SurePaths paths = new SurePaths(analysis);
        Map<Long, Long> direct = new HashMap<>();
        precedences.forEach(
                precedence -> direct.merge(pair(precedence), precedence.lag().smallest(), Math::max));
        for (int op : kept) {
            paths.search(op, next -> !isKept(next));
            for (int reached : paths.reached()) {
                if (isKept(reached)) {
                    Precedence added = new Precedence(opIndices[op], opIndices[reached], Lag.of(paths.delay(reached)));
                    if (direct.getOrDefault(pair(added), -1L) < paths.delay(reached)) {
                        delays.add(added);
                    }
                }
            }
        }
        return delays;
    }

    private static long total(List<Op> ops, List<Precedence> precedences) {
        long total = 0;
        for (Op op : ops) {
            total += op.modes().stream().mapToLong(Mode::duration).max().orElseThrow();
        }
        for (Precedence precedence : precedences) {
            total += precedence.lag().largest();
        }
        return total;
    }

    /** Delays repeat what many ops share, so that together they might exceed what a problem may hold; shorter ones hold as well. */
    private static List<Precedence> cap(List<Precedence> delays, long total) {
        long longest = total / Math.max(1, delays.size());
        return delays.stream()
                .map(delay -> new Precedence(
                        delay.before(),
                        delay.after(),
                        Lag.of(Math.min(longest, delay.lag().smallest()))))
                .toList();
    }

    private static long pair(Precedence precedence) {
        return ((long) precedence.before() << 32) | precedence.after();
    }

    /** The two ops have stages of their own, so that micro-batches stay interchangeable. */
    private void addEnds(List<Op> ops, List<Precedence> delays) {
        int stages = original.ops().stream().mapToInt(Op::stage).max().orElse(0) + 1;
        int first = ops.size();
        int last = first + 1;
        ops.add(end(stages));
        ops.add(end(stages + 1));
        for (int op : kept) {
            if (analysis.head(op) > 0) {
                delays.add(new Precedence(first, opIndices[op], Lag.of(analysis.head(op))));
            }
            if (analysis.tail(op) > 0) {
                delays.add(new Precedence(opIndices[op], last, Lag.of(analysis.tail(op))));
            }
        }
    }

    private static Op end(int stage) {
        return new Op(OpKind.OPTIMIZER, 0, stage, 0, 0, false, List.of(new Mode(0, List.of())));
    }

    private List<Buffer> keepBuffers(List<Precedence> precedences) {
        Map<Integer, List<Integer>> successors = new HashMap<>();
        for (Precedence precedence : precedences) {
            successors
                    .computeIfAbsent(precedence.before(), op -> new ArrayList<>())
                    .add(precedence.after());
        }
        List<Buffer> buffers = new ArrayList<>();
        for (Buffer buffer : original.buffers()) {
            if (devices.contains(buffer.device()) && usesKeptOnly(buffer)) {
                Buffer reduced = reduce(buffer);
                if (releasesFollow(reduced, successors)) {
                    buffers.add(reduced);
                }
            }
        }
        return buffers;
    }

    private Buffer reduce(Buffer buffer) {
        return new Buffer(
                devices.indexOf(buffer.device()),
                buffer.size(),
                opIndices[buffer.takenAt()],
                buffer.releasedBy().stream().map(op -> opIndices[op]).toList(),
                buffer.conditions().stream()
                        .map(condition -> new Condition(opIndices[condition.op()], condition.modes()))
                        .toList());
    }

    /** An op that follows another by unsure paths only, which are not kept, may not. */
    private static boolean releasesFollow(Buffer buffer, Map<Integer, List<Integer>> successors) {
        Set<Integer> missing = new HashSet<>(buffer.releasedBy());
        Set<Integer> seen = new HashSet<>(Set.of(buffer.takenAt()));
        ArrayDeque<Integer> open = new ArrayDeque<>(seen);
        while (!missing.isEmpty() && !open.isEmpty()) {
            int op = open.remove();
            missing.remove(op);
            for (int next : successors.getOrDefault(op, List.of())) {
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return missing.isEmpty();
    }

    private boolean usesKeptOnly(Buffer buffer) {
        return isKept(buffer.takenAt())
                && buffer.releasedBy().stream().allMatch(this::isKept)
                && buffer.conditions().stream().allMatch(condition -> isKept(condition.op()));
    }

    private List<PresenceRule> keepPresenceRules() {
        List<PresenceRule> rules = new ArrayList<>();
        for (PresenceRule rule : original.presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne group) {
                if (group.ops().stream().allMatch(this::isKept)) {
                    rules.add(new PresenceRule.ExactlyOne(
                            group.ops().stream().map(op -> opIndices[op]).toList()));
                }
            } else if (rule instanceof PresenceRule.Implies implies
                    && isKept(implies.op())
                    && isKept(implies.required())) {
                rules.add(new PresenceRule.Implies(opIndices[implies.op()], opIndices[implies.required()]));
            }
        }
        return rules;
    }

    private boolean isKept(int op) {
        return opIndices[op] >= 0;
    }
}
