package org.takt.model.verification;

import java.util.Arrays;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;

/**
 * Memory, busy time, first start, last end and forwards in flight of every device in a schedule, from one walk through
 * the starts and ends of its ops. At one instant ends count before starts. O(n) for n ops and buffers.
 */
final class DeviceFigures {
    private static final int NONE = LiveBuffers.NONE;

    private final Problem problem;
    private final ProblemTables tables;
    private final TimedOps ops;
    private final LiveBuffers buffers;
    private final long[] busy;
    private final long[] firstStart;
    private final long[] lastEnd;
    private final int[] inFlight;
    private final int[] peakInFlight;
    private final long[] held;
    private final long[] peak;
    private final long[] peakTime;
    /** Live buffers, as lists: the first that an op takes or releases last, and for each the next one. */
    private final int[] firstTaken;

    private final int[] nextTaken;
    private final int[] firstReleased;
    private final int[] nextReleased;

    DeviceFigures(Problem problem, ProblemTables tables, TimedOps ops) {
        this.problem = problem;
        this.tables = tables;
        this.ops = ops;
        this.buffers = new LiveBuffers(problem, tables, ops);
        int devices = problem.devices().size();
        busy = new long[devices];
        firstStart = new long[devices];
        lastEnd = new long[devices];
        inFlight = new int[devices];
        peakInFlight = new int[devices];
        held = new long[devices];
        peakTime = new long[devices];
        Arrays.setAll(held, device -> problem.devices().get(device).constantMemory());
        peak = held.clone();
        Arrays.fill(firstStart, NONE);
        firstTaken = new int[ops.mode.length];
        firstReleased = new int[ops.mode.length];
        nextTaken = new int[tables.takenAt.length];
        nextReleased = new int[tables.takenAt.length];
        Arrays.fill(firstTaken, NONE);
        Arrays.fill(firstReleased, NONE);
        listBuffers();
        walk();
    }

    /** Returns the most memory that a device holds at any instant, constant part included. */
    long peakMemory(int device) {
        return peak[device];
    }

    /** Returns the first instant at which it does, ticks. */
    long peakTime(int device) {
        return peakTime[device];
    }

    DeviceReport report(int index) {
        Device device = problem.devices().get(index);
        return new DeviceReport(
                device.name(),
                busy[index],
                firstStart[index] == NONE ? 0 : firstStart[index],
                lastEnd[index],
                peak[index],
                peakTime[index],
                device.memoryLimit(),
                peakInFlight[index]);
    }

    private void listBuffers() {
        for (int buffer = 0; buffer < tables.takenAt.length; buffer++) {
            if (buffers.exists(buffer)) {
                listLife(buffer);
            }
        }
    }

    /** A release that follows the taking only by way of an absent op may come first: then the buffer is never live. */
    private void listLife(int buffer) {
        int taker = tables.takenAt[buffer];
        int last = buffers.lastRelease(buffer);
        if (last != NONE) {
            if (ops.end[last] <= ops.start[taker]) {
                return;
            }
            nextReleased[buffer] = firstReleased[last];
            firstReleased[last] = buffer;
        }
        nextTaken[buffer] = firstTaken[taker];
        firstTaken[taker] = buffer;
    }

    private void walk() {
        int ended = 0;
        for (int op : ops.byStart) {
            long now = ops.start[op];
            while (ended < ops.byEnd.length && ops.end[ops.byEnd[ended]] <= now) {
                end(ops.byEnd[ended++]);
            }
            start(op, now);
        }
    }

    private void end(int op) {
        for (int buffer = firstReleased[op]; buffer != NONE; buffer = nextReleased[buffer]) {
            held[tables.bufferDevice[buffer]] -= tables.bufferSize[buffer];
        }
        if (tables.isBackward[op]) {
            int mode = ops.mode[op];
            for (int index = tables.firstComputeDevice[mode]; index < tables.firstComputeDevice[mode + 1]; index++) {
                inFlight[tables.computeDevice[index]]--;
            }
        }
    }

    private void start(int op, long now) {
        for (int buffer = firstTaken[op]; buffer != NONE; buffer = nextTaken[buffer]) {
            int device = tables.bufferDevice[buffer];
            held[device] += tables.bufferSize[buffer];
            if (held[device] > peak[device]) {
                peak[device] = held[device];
                peakTime[device] = now;
            }
        }
        int mode = ops.mode[op];
        for (int index = tables.firstComputeDevice[mode]; index < tables.firstComputeDevice[mode + 1]; index++) {
            startOn(tables.computeDevice[index], op);
        }
    }

    private void startOn(int device, int op) {
        busy[device] += ops.end[op] - ops.start[op];
        if (firstStart[device] == NONE) {
            firstStart[device] = ops.start[op];
        }
        lastEnd[device] = Math.max(lastEnd[device], ops.end[op]);
        if (tables.isForward[op]) {
            inFlight[device]++;
            peakInFlight[device] = Math.max(peakInFlight[device], inFlight[device]);
        }
    }
}
