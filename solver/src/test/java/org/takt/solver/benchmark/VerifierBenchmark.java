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
import org.takt.model.expansion.Expander;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.baseline.ZeroBubbleHandcrafted;

/** How many schedules a second are verified: of 768 ops (8 devices, 32 micro-batches) and of 196 608 (64 and 1024). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class VerifierBenchmark {
    /** A file of the instances, without ending. */
    @Param({"zero-bubble/zb-iclr-1p5b-p8-m32-1x", "large/large-even-p64-m1024-1x"})
    public String name = "zero-bubble/zb-iclr-1p5b-p8-m32-1x";

    private Problem problem = read(name);
    private Verifier verifier = new Verifier(problem);
    private Schedule schedule = schedule(problem);

    private static Problem read(String name) {
        try {
            return Expander.expand(InstanceReader.read(Path.of("../instances/" + name + ".json")));
        } catch (IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    private static Schedule schedule(Problem problem) {
        ScheduleFamily.Outcome orders =
                ZeroBubbleHandcrafted.H1.orders(PipelineShape.of(problem).orElseThrow());
        TimingResult timed = new Timing(problem).earliest(((ScheduleFamily.Outcome.Applies) orders).orders());
        return ((TimingResult.Timed) timed).schedule();
    }

    @Setup
    public void read() {
        problem = read(name);
        verifier = new Verifier(problem);
        schedule = schedule(problem);
    }

    /** One schedule by a verifier that is there already. */
    @Benchmark
    public Verdict verify() {
        return verifier.verify(schedule);
    }

    /** One schedule by a new verifier. */
    @Benchmark
    public Verdict prepareAndVerify() {
        return new Verifier(problem).verify(schedule);
    }
}
