package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.solver.Estimate;
import org.takt.solver.Takt;

/**
 * How many instances of 8 devices and 32 micro-batches (768 ops) a second can be priced on one core: the garbage collector
 * is the one that uses no other.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 2)
public class EstimateBenchmark {
    /** Memory, as a multiple of 1F1B's. */
    @Param({"0p5x", "1x", "2x"})
    public String limit = "1x";

    private Instance instance = read(limit);

    private static Instance read(String limit) {
        try {
            return InstanceReader.read(Path.of("../instances/zero-bubble/zb-iclr-1p5b-p8-m32-" + limit + ".json"));
        } catch (IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    @Setup
    public void read() {
        instance = read(limit);
    }

    /** From the instance to the verified value and the bound. */
    @Benchmark
    public Estimate estimate() {
        return Takt.estimate(instance);
    }
}
