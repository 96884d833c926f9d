package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.takt.model.expansion.Expander;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.OneForwardOneBackward;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;

/** How fast published families are generated, timed and verified, at 8 devices and 32 micro-batches (768 ops). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BaselinesBenchmark {
    private final Problem problem = problem();
    private final PipelineShape shape = PipelineShape.of(problem).orElseThrow();
    private final Timing timing = new Timing(problem);
    private final Verifier verifier = new Verifier(problem);

    private static Problem problem() {
        try {
            return Expander.expand(
                    InstanceReader.read(Path.of("../instances/zero-bubble/zb-iclr-1p5b-p8-m32-1x.json")));
        } catch (IOException exception) {
            throw new IllegalStateException(exception);
        }
    }

    /** One family. */
    @Benchmark
    public Verdict oneForwardOneBackward() {
        ScheduleFamily.Outcome.Applies applies =
                (ScheduleFamily.Outcome.Applies) new OneForwardOneBackward().orders(shape);
        TimingResult.Timed timed = (TimingResult.Timed) timing.earliest(applies.orders());
        return verifier.verify(timed.schedule());
    }

    /** All families on a new problem, those that do not apply included. */
    @Benchmark
    public List<Baseline> allFamilies() {
        return Baselines.of(problem);
    }
}
