package org.takt.solver.bound;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.TimePerMicroBatch;

/**
 * Lower bounds on the time per micro-batch that hold for every steady state, and for the long-run rate of any schedule:
 *
 * <ul>
 *   <li>load: a resource does all its work for a micro-batch once per micro-batch (PipeDream, SOSP 2019: the slowest
 *       stage sets the rate).
 *   <li>memory × time: a buffer of size s held for a time l at least, the round trip between its taker and its release,
 *       uses s·l of what a device offers per tick, so Σ s·l / capacity ticks pass per micro-batch (Little's law). Memory
 *       is held in multiples of the greatest common divisor of all sizes on the device, so the capacity counts rounded down
 *       to one: with K equal buffers, the round trip / K.
 * </ul>
 */
public final class SteadyStateBounds {
    private SteadyStateBounds() {}

    /**
     * Returns the highest bound.
     *
     * @param microBatch the analysis of one micro-batch alone
     */
    public static PeriodCertificate highest(ProblemAnalysis microBatch) {
        PeriodCertificate best = PeriodCertificate.TRIVIAL;
        for (PeriodCertificate certificate : all(microBatch)) {
            if (certificate.value().compareTo(best.value()) > 0) {
                best = certificate;
            }
        }
        return best;
    }

    /**
     * Returns the bounds of each resource and of each device with a memory limit.
     *
     * @param microBatch the analysis of one micro-batch alone
     */
    public static List<PeriodCertificate> all(ProblemAnalysis microBatch) {
        Problem problem = microBatch.problem();
        List<PeriodCertificate> certificates = new ArrayList<>();
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            certificates.add(new PeriodCertificate(
                    TimePerMicroBatch.of(Workload.of(resource, microBatch).total(), 1),
                    "load",
                    problem.resources().get(resource).name()));
        }
        for (int device = 0; device < problem.devices().size(); device++) {
            long capacity = usable(device, problem);
            if (capacity > 0) {
                certificates.add(new PeriodCertificate(
                        new TimePerMicroBatch(area(device, microBatch), BigInteger.valueOf(capacity)),
                        "memory × time",
                        "device " + problem.devices().get(device).name()));
            }
        }
        return certificates;
    }

    private static BigInteger area(int device, ProblemAnalysis microBatch) {
        WideSum area = new WideSum();
        for (BufferLives.Life life : BufferLives.on(device, microBatch)) {
            area.addProduct(life.buffer().size(), life.length());
        }
        return area.value();
    }

    /** Returns the memory that buffers can fill at most; 0 where there is no limit, or no room, or nothing to hold. */
    private static long usable(int index, Problem problem) {
        Device device = problem.devices().get(index);
        if (device.memoryLimit().isEmpty() || device.bufferCapacity() <= 0) {
            return 0;
        }
        long common = 0;
        for (Buffer buffer : problem.buffers()) {
            if (buffer.device() == index) {
                common = commonDivisor(buffer.size(), common);
            }
        }
        return common == 0 ? 0 : device.bufferCapacity() / common * common;
    }

    private static long commonDivisor(long a, long b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}
