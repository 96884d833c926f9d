package org.takt.model.verification;

import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Lag;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * What the verifier reads for every schedule of a problem, in arrays. The modes of all ops are numbered: mode k of op o
 * is number {@code firstMode[o] + k}. Of a list of lists, such as the resources of each mode, the entries of number n lie
 * from {@code first[n]} to {@code first[n + 1]} − 1. Immutable; takes O(size of the problem) time and memory.
 */
final class ProblemTables {
    /** The lag of a precedence that depends on the modes. */
    static final long BY_MODES = -1;

    final int[] firstMode;
    final boolean[] isOptional;
    final boolean[] isTransfer;
    final boolean[] isForward;
    /** Whether the op is a full backward or an input gradient, which ends the flight of a forward. */
    final boolean[] isBackward;

    final long[] duration;
    final int[] firstResource;
    final int[] resource;
    /** The devices on whose compute streams each mode runs, each device once. */
    final int[] firstComputeDevice;

    final int[] computeDevice;

    final int[] before;
    final int[] after;
    final long[] lag;

    final int[] bufferDevice;
    final long[] bufferSize;
    final int[] takenAt;
    final boolean[] isConditional;
    final int[] firstRelease;
    final int[] release;

    ProblemTables(Problem problem) {
        List<Op> ops = problem.ops();
        firstMode = new int[ops.size() + 1];
        isOptional = new boolean[ops.size()];
        isTransfer = new boolean[ops.size()];
        isForward = new boolean[ops.size()];
        isBackward = new boolean[ops.size()];
        for (int op = 0; op < ops.size(); op++) {
            OpKind kind = ops.get(op).kind();
            firstMode[op + 1] = firstMode[op] + ops.get(op).modes().size();
            isOptional[op] = ops.get(op).optional();
            isTransfer[op] = kind.isTransfer();
            isForward[op] = kind == OpKind.F;
            isBackward[op] = kind == OpKind.B || kind == OpKind.I;
        }
        int modes = firstMode[ops.size()];
        duration = new long[modes];
        firstResource = new int[modes + 1];
        firstComputeDevice = new int[modes + 1];
        countHoldings(problem);
        resource = new int[firstResource[modes]];
        computeDevice = new int[firstComputeDevice[modes]];
        listHoldings(problem);
        int precedences = problem.precedences().size();
        before = new int[precedences];
        after = new int[precedences];
        lag = new long[precedences];
        readPrecedences(problem.precedences());
        int buffers = problem.buffers().size();
        bufferDevice = new int[buffers];
        bufferSize = new long[buffers];
        takenAt = new int[buffers];
        isConditional = new boolean[buffers];
        firstRelease = new int[buffers + 1];
        release = new int[countReleases(problem.buffers())];
        readBuffers(problem.buffers());
    }

    /** Returns whether both modes run on compute streams, but on no device in common. */
    boolean runOnDifferentDevices(int one, int other) {
        int first = firstComputeDevice[one];
        int end = firstComputeDevice[one + 1];
        int otherFirst = firstComputeDevice[other];
        int otherEnd = firstComputeDevice[other + 1];
        if (first == end || otherFirst == otherEnd) {
            return false;
        }
        for (int at = first; at < end; at++) {
            if (contains(computeDevice, otherFirst, otherEnd, computeDevice[at])) {
                return false;
            }
        }
        return true;
    }

    /** Room for as many devices as resources have, repeated ones included; {@link #listHoldings} takes what is not needed away. */
    private void countHoldings(Problem problem) {
        int number = 0;
        for (Op op : problem.ops()) {
            for (Mode mode : op.modes()) {
                duration[number] = mode.duration();
                int devices = 0;
                for (int held : mode.resources()) {
                    Resource described = problem.resources().get(held);
                    devices += described.kind() == ResourceKind.COMPUTE
                            ? described.devices().size()
                            : 0;
                }
                firstResource[number + 1] =
                        firstResource[number] + mode.resources().size();
                firstComputeDevice[number + 1] = firstComputeDevice[number] + devices;
                number++;
            }
        }
    }

    private void listHoldings(Problem problem) {
        int number = 0;
        int devices = 0;
        for (Op op : problem.ops()) {
            for (Mode mode : op.modes()) {
                int at = firstResource[number];
                int firstDevice = devices;
                for (int held : mode.resources()) {
                    resource[at++] = held;
                    Resource described = problem.resources().get(held);
                    if (described.kind() == ResourceKind.COMPUTE) {
                        for (int device : described.devices()) {
                            if (!contains(computeDevice, firstDevice, devices, device)) {
                                computeDevice[devices++] = device;
                            }
                        }
                    }
                }
                firstComputeDevice[number++] = firstDevice;
            }
        }
        firstComputeDevice[number] = devices;
    }

    private static boolean contains(int[] values, int from, int to, int value) {
        for (int at = from; at < to; at++) {
            if (values[at] == value) {
                return true;
            }
        }
        return false;
    }

    private void readPrecedences(List<Precedence> precedences) {
        for (int index = 0; index < before.length; index++) {
            Precedence precedence = precedences.get(index);
            before[index] = precedence.before();
            after[index] = precedence.after();
            lag[index] = precedence.lag() instanceof Lag.Fixed fixed ? fixed.ticks() : BY_MODES;
        }
    }

    private static int countReleases(List<Buffer> buffers) {
        int releases = 0;
        for (Buffer buffer : buffers) {
            releases += buffer.releasedBy().size();
        }
        return releases;
    }

    private void readBuffers(List<Buffer> buffers) {
        int releases = 0;
        for (int index = 0; index < takenAt.length; index++) {
            Buffer buffer = buffers.get(index);
            bufferDevice[index] = buffer.device();
            bufferSize[index] = buffer.size();
            takenAt[index] = buffer.takenAt();
            isConditional[index] = !buffer.conditions().isEmpty();
            for (int op : buffer.releasedBy()) {
                release[releases++] = op;
            }
            firstRelease[index + 1] = releases;
        }
    }
}
