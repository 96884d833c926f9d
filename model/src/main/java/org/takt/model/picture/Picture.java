package org.takt.model.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.takt.model.problem.ComputeDevices;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;

/**
 * What every output format draws: a verified schedule laid out in lanes, with its memory curves and its figures.
 * Immutable; built in O(n log n) time for n ops, precedences and buffers.
 */
public final class Picture {
    private final Caption caption;
    private final Problem problem;
    private final Schedule schedule;
    private final Report report;
    private final List<Lane> lanes;
    private final List<MemoryCurve> memory;

    private Picture(Caption caption, Problem problem, Schedule schedule, Report report) {
        this.caption = caption;
        this.problem = problem;
        this.schedule = schedule;
        this.report = report;
        this.lanes = lanes(problem, schedule);
        this.memory = MemoryCurves.of(problem, schedule);
    }

    /**
     * Lays out a schedule.
     *
     * @param schedule a schedule that the verifier accepts for the problem
     * @param report the verifier's figures of it
     */
    public static Picture of(Caption caption, Problem problem, Schedule schedule, Report report) {
        return new Picture(caption, problem, schedule, report);
    }

    public Caption caption() {
        return caption;
    }

    public Problem problem() {
        return problem;
    }

    public Report report() {
        return report;
    }

    /**
     * Returns the lanes that the picture has: each device's compute streams, right behind them its other streams that are
     * used, then the links, then the ops without a resource. An op that holds several resources stands on several lanes.
     */
    public List<Lane> lanes() {
        return lanes;
    }

    /** Returns the memory of each device over time. */
    public List<MemoryCurve> memory() {
        return memory;
    }

    /** Returns the chain of ops that makes the schedule as long as it is. */
    public CriticalPath criticalPath() {
        return CriticalPath.of(problem, schedule);
    }

    Op op(int index) {
        return problem.ops().get(index);
    }

    long start(int op) {
        return schedule.start(op);
    }

    long duration(int op) {
        return op(op).modes().get(schedule.mode(op)).duration();
    }

    long end(int op) {
        return start(op) + duration(op);
    }

    boolean isPresent(int op) {
        return schedule.isPresent(op);
    }

    /** Returns the share of the makespan in which a device's compute streams do nothing, in [0, 1]. */
    double bubble(int device) {
        long busy = report.devices().get(device).busy();
        return report.makespan() == 0 ? 0 : Math.max(0, 1 - (double) busy / report.makespan());
    }

    private static List<Lane> lanes(Problem problem, Schedule schedule) {
        ComputeDevices computeDevices = new ComputeDevices(problem);
        List<List<Integer>> onDevice = emptyLists(problem.devices().size());
        List<List<Integer>> onResource = emptyLists(problem.resources().size());
        List<Integer> onNothing = new ArrayList<>();
        for (int op : new ExecutionOrder(problem).of(schedule)) {
            List<Integer> devices = computeDevices.of(op, schedule.mode(op));
            List<Integer> resources =
                    problem.ops().get(op).modes().get(schedule.mode(op)).resources();
            devices.forEach(device -> onDevice.get(device).add(op));
            resources.forEach(resource -> onResource.get(resource).add(op));
            if (resources.isEmpty()) {
                onNothing.add(op);
            }
        }
        List<Lane> lanes = new ArrayList<>();
        for (int device = 0; device < onDevice.size(); device++) {
            lanes.add(
                    new Lane(problem.devices().get(device).name(), OptionalInt.of(device), true, onDevice.get(device)));
            addStreams(lanes, problem, OptionalInt.of(device), onResource);
        }
        addStreams(lanes, problem, OptionalInt.empty(), onResource);
        if (!onNothing.isEmpty()) {
            lanes.add(new Lane("no resource", OptionalInt.empty(), false, onNothing));
        }
        return List.copyOf(lanes);
    }

    private static void addStreams(
            List<Lane> lanes, Problem problem, OptionalInt device, List<List<Integer>> onResource) {
        for (int index = 0; index < onResource.size(); index++) {
            Resource resource = problem.resources().get(index);
            boolean isDrawnOnDevices = resource.kind() == ResourceKind.COMPUTE
                    && !resource.devices().isEmpty();
            if (!isDrawnOnDevices
                    && !onResource.get(index).isEmpty()
                    && owner(resource).equals(device)) {
                lanes.add(new Lane(resource.name(), device, false, onResource.get(index)));
            }
        }
    }

    private static OptionalInt owner(Resource resource) {
        return resource.devices().size() == 1
                ? OptionalInt.of(resource.devices().get(0))
                : OptionalInt.empty();
    }

    private static List<List<Integer>> emptyLists(int size) {
        List<List<Integer>> lists = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
