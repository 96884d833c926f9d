package org.takt.solver.cpsat;

import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;

/**
 * The memory of a device in multiples of the greatest common divisor of its buffers' sizes.
 *
 * @param unit the divisor, at least 1
 * @param capacity how many multiples the buffers may take together; all of them where the device has no limit
 * @param total how many multiples all buffers are together
 */
record MemoryScale(long unit, long capacity, long total) {
    static MemoryScale of(Device device, List<Buffer> buffers) {
        long unit = 0;
        long total = 0;
        for (Buffer buffer : buffers) {
            unit = Divisors.common(unit, buffer.size());
            total += buffer.size();
        }
        unit = Math.max(unit, 1);
        return new MemoryScale(unit, Math.min(total, device.bufferCapacity()) / unit, total / unit);
    }

    /** Returns the buffer's size in multiples of the divisor. */
    long demand(Buffer buffer) {
        return buffer.size() / unit;
    }
}
