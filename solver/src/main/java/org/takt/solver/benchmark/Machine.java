package org.takt.solver.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that a benchmark runs on.
 *
 * @param jvm name and version of the Java virtual machine
 * @param os name, version and architecture of the operating system
 * @param cpu model of the processor, as the operating system calls it
 * @param processors processors that the JVM may use
 * @param memoryBytes memory of the machine, or of the container around it
 * @param maxHeapBytes the most memory that the JVM takes for objects
 */
public record Machine(String jvm, String os, String cpu, int processors, long memoryBytes, long maxHeapBytes) {
    private static final Path LINUX_CPU = Path.of("/proc/cpuinfo");

    /** Returns this machine. */
    public static Machine current() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                cpuModel(),
                runtime.availableProcessors(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                runtime.maxMemory());
    }

    /** Linux tells in a file, Windows in the environment; elsewhere only the architecture is known. */
    private static String cpuModel() {
        return linuxCpuModel()
                .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
                .orElse(System.getProperty("os.arch"));
    }

    private static Optional<String> linuxCpuModel() {
        if (!Files.isReadable(LINUX_CPU)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(LINUX_CPU)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
