package org.takt.solver.improve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.problem.Buffer;

/**
 * The memory that matters while devices run free ops: what they take or release stays a buffer, what is live all the
 * while is constant. A buffer that an op which is not free takes or releases between them counts as live all the while.
 */
final class WindowBuffers {
    private final FreedGraph freed;
    private final OrderGraph graph;

    /** The first and the last position of a free op on each device; none: size and −1. */
    private final int[] firstOn;

    private final int[] lastOn;
    private final long[] constant;
    private final List<Buffer> buffers = new ArrayList<>();

    WindowBuffers(FreedGraph freed) {
        this.freed = freed;
        graph = freed.graph;
        int devices = graph.problem.devices().size();
        firstOn = new int[devices];
        lastOn = new int[devices];
        constant = new long[devices];
        Arrays.fill(firstOn, graph.size);
        Arrays.fill(lastOn, -1);
        for (int at : freed.free) {
            for (int resource : graph.resources[at]) {
                for (int device : graph.problem.resources().get(resource).devices()) {
                    firstOn[device] = Math.min(firstOn[device], at);
                    lastOn[device] = Math.max(lastOn[device], at);
                }
            }
        }
        graph.problem.buffers().stream().filter(this::exists).forEach(this::reduce);
    }

    /** Returns the buffers that free ops take or release, ops named by their index; those taken before are taken by op f, after the f free ones. */
    List<Buffer> buffers() {
        return buffers;
    }

    /** Returns the memory of each device that is held all the while. */
    long[] constant() {
        return constant;
    }

    private boolean exists(Buffer buffer) {
        return graph.schedule.isPresent(buffer.takenAt())
                && lastOn[buffer.device()] >= 0
                && buffer.conditions().stream()
                        .allMatch(condition -> condition.holdsIn(graph.schedule.mode(condition.op())));
    }

    private void reduce(Buffer buffer) {
        int device = buffer.device();
        int taken = graph.position[buffer.takenAt()];
        List<Integer> releasedBy = freeReleases(buffer);
        if (freed.isFree(taken)) {
            buffers.add(new Buffer(
                    device, buffer.size(), freed.indexOf[taken], isHeldBeyond(buffer) ? List.of() : releasedBy));
        } else if (taken < lastOn[device]) {
            if (isHeldBeyond(buffer)) {
                constant[device] += buffer.size();
            } else if (!releasedBy.isEmpty()) {
                buffers.add(new Buffer(device, buffer.size(), freed.free.length, releasedBy));
            }
        }
    }

    private List<Integer> freeReleases(Buffer buffer) {
        return buffer.releasedBy().stream()
                .map(op -> graph.position[op])
                .filter(at -> at >= 0 && freed.isFree(at))
                .map(at -> freed.indexOf[at])
                .toList();
    }

    /** Whether an op that is not free releases it after free ones began, or none at all does. */
    private boolean isHeldBeyond(Buffer buffer) {
        boolean isReleased = false;
        for (int op : buffer.releasedBy()) {
            int at = graph.position[op];
            if (at > firstOn[buffer.device()] && !freed.isFree(at)) {
                return true;
            }
            isReleased |= at >= 0;
        }
        return !isReleased;
    }
}
