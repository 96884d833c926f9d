package org.takt.model.json;

/** How large files and their parts may be, so that no file can ask for unbounded memory. */
final class FormatLimits {
    /** The largest file that is read: 64 MiB. */
    static final long MAX_BYTES = 64L << 20;

    /** The most JSON values in an instance file. */
    static final long MAX_INSTANCE_VALUES = 5_000_000;

    /** The most JSON values in a schedule file, which holds about seven for each action. */
    static final long MAX_SCHEDULE_VALUES = 20_000_000;

    /** The most devices. */
    static final int MAX_DEVICES = 100_000;

    /** The most stages. */
    static final int MAX_STAGES = 100_000;

    /** The most micro-batches. */
    static final int MAX_MICRO_BATCHES = 1_000_000;

    /** The most sequences packed in a micro-batch. */
    static final int MAX_SEQUENCES = 1_000_000;

    /** The most links of their own. */
    static final int MAX_EDGES = 100_000;

    private FormatLimits() {}
}
