package org.takt.solver.cli;

import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.verification.DeviceReport;

/** The table of what each device does and holds. */
final class DeviceTable {
    private DeviceTable() {}

    /**
     * Returns the table.
     *
     * @param busy what to call a device's busy time
     * @param span the time in which a device is busy or idle, ticks
     */
    static String of(Instance instance, List<DeviceReport> devices, String busy, long span) {
        TextTable table = new TextTable("<>>>>>");
        String memory = " [" + instance.memoryUnit() + "]";
        table.row(
                "Device",
                busy + " [" + instance.timeUnit() + "]",
                "idle",
                "peak" + memory,
                "limit" + memory,
                "in flight");
        for (DeviceReport device : devices) {
            table.row(
                    device.name(),
                    Long.toString(device.busy()),
                    PercentText.of(span == 0 ? 0 : 1 - (double) device.busy() / span),
                    Long.toString(device.peakMemory()),
                    device.memoryLimit().isPresent()
                            ? Long.toString(device.memoryLimit().getAsLong())
                            : "-",
                    Integer.toString(device.peakInFlight()));
        }
        return table.toString();
    }
}
