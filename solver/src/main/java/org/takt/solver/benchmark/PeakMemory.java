package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The most memory that this process has held at a time: Java's heap, what CP-SAT takes beside it, and everything else. Known
 * on Linux only. Java keeps what it took, so a figure may be due to garbage; it is never too low.
 */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    /** What resets the peak, by proc(5). */
    private static final String PEAK = "5";

    private static final String FIELD = "VmHWM:";

    private PeakMemory() {}

    /** Gives back what is not used and begins anew; where the system refuses, the peak is that since the process began. */
    static void reset() {
        System.gc();
        try {
            Files.writeString(RESET, PEAK, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            // The peak then covers more than was asked for, which is the safe side.
        }
    }

    /** Returns the peak since the last reset in MiB, rounded up; nothing where the system does not tell. */
    static Optional<Long> mebibytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(FIELD))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .map(kibibytes -> (kibibytes + 1023) / 1024)
                    .findFirst();
        } catch (IOException untold) {
            return Optional.empty();
        }
    }
}
