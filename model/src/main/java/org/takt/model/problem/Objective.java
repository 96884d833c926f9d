package org.takt.model.problem;

/** What a schedule is to minimise. Time starts at 0. */
public sealed interface Objective {
    Objective MAKESPAN = new Makespan();
    Objective MAX_DEVICE_SPAN = new MaxDeviceSpan();
    Objective PERIOD = new Period();

    /** Returns the name used in files, options and reports. */
    String name();

    /** The last end of any op, in ticks. */
    record Makespan() implements Objective {
        @Override
        public String name() {
            return "MAKESPAN";
        }
    }

    /**
     * The largest over devices of last end − first start of the ops on its compute stream, in ticks. Zero Bubble's
     * published bubble rates use it: without an end-of-step barrier, start skew is free (arXiv 2401.10241).
     */
    record MaxDeviceSpan() implements Objective {
        @Override
        public String name() {
            return "MAX_DEVICE_SPAN";
        }
    }

    /**
     * The largest over devices of peak memory, constant part included, in memory units, among the schedules whose
     * makespan does not exceed a ceiling.
     *
     * @param makespanCeiling ticks, at least 0
     */
    record PeakMemory(long makespanCeiling) implements Objective {
        public PeakMemory {
            if (makespanCeiling < 0) {
                throw new IllegalArgumentException(
                        "The makespan ceiling is " + makespanCeiling + ", expected at least 0.");
            }
        }

        @Override
        public String name() {
            return "PEAK_MEMORY";
        }
    }

    /**
     * The time per micro-batch of a steady state without end, in ticks: asynchronous training without a flush (PipeDream,
     * SOSP 2019; PipeDream-2BW, arXiv 2006.09503), and what very long batches come close to. A problem with this objective
     * is one unit, all ops of which start again every period; it has periodic schedules only, see
     * {@link org.takt.model.problem.Problem#requireBatch()}. Weight versions are part of a device's constant memory.
     */
    record Period() implements Objective {
        @Override
        public String name() {
            return "PERIOD";
        }
    }
}
