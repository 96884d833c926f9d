package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.Schedules;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageSpec;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.PyTorchRun;
import org.takt.model.oplist.TorchFile;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Report;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;

/**
 * PyTorch's own runtime executes what Takt exports: equal loss and gradients, the order of the file; what it measures
 * against Takt's makespan goes to {@code target/pytorch-conformance.jsonl}. Skipped where there is no Python, named by
 * TAKT_PYTHON or else python3, with PyTorch 2.6 or later.
 */
class PyTorchConformanceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPT = Path.of("src", "test", "python", "pytorch_conformance.py");
    private static final Path RESULTS = Path.of("target", "pytorch-conformance.jsonl");
    private static final String PYTHON =
            Optional.ofNullable(System.getenv("TAKT_PYTHON")).orElse("python3");

    @TempDir
    private Path directory;

    /**
     * A schedule to execute; ticks are milliseconds.
     *
     * @param torchSchedule the file of PyTorch's own schedule; empty for the schedule that Takt finds
     */
    record Case(String name, Instances instance, Optional<String> torchSchedule, PyTorchCsv.Form form) {
        static Case ofTorch(String file) {
            return new Case(
                    file.replace(".csv", ""),
                    TorchFile.named(file).instance().costs(20, 20, 20),
                    Optional.of(file),
                    PyTorchCsv.Form.COMPUTE_ONLY);
        }

        static Case ofTakt(String name, Instances instance) {
            return new Case(name, instance, Optional.empty(), PyTorchCsv.Form.COMPUTE_ONLY);
        }

        Schedule schedule(Problem problem) {
            if (torchSchedule.isPresent()) {
                return Schedules.timed(
                        problem,
                        PyTorchCsv.read(TorchFile.named(torchSchedule.get()).text(), problem));
            }
            SolveOptions options =
                    SolveOptions.DEFAULTS.withTimeLimit(Duration.ofSeconds(10)).withWorkers(2);
            Solution solution = Takt.solve(instance.instance(), options, SolveListener.NONE);
            return solution.best().orElseThrow().schedule();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        Instances heterogeneous = Instances.of(4, 8)
                .costs(20, 20, 20)
                .stageCosts(0, 30, 28, 24)
                .stageCosts(2, 24, 22, 26)
                .stageCosts(3, 40, 36, 30)
                .memory(0, 3, 1, 0)
                .limit(12)
                .backward(Backward.SPLIT);
        return Stream.of(
                Case.ofTorch("GPipe_p2_m4_v1.csv"),
                Case.ofTorch("1F1B_p4_m8_v1.csv"),
                Case.ofTorch("LoopedBFS_p2_m4_v2.csv"),
                Case.ofTorch("Interleaved1F1B_p2_m4_v2.csv"),
                Case.ofTorch("InterleavedZeroBubble_p4_m4_v1.csv"),
                Case.ofTorch("ZBVZeroBubble_p4_m8_v2.csv"),
                Case.ofTorch("DualPipeV_p4_m8_v2.csv"),
                Case.ofTorch("1F1B_p8_m16_v1.csv"),
                Case.ofTakt(
                        "takt-fused-loop-p2",
                        Instances.of(2, 4)
                                .stages(4)
                                .costs(20, 20, 20)
                                .memory(0, 1, 0, 0)
                                .limit(6)),
                Case.ofTakt(
                        "takt-split-p4",
                        Instances.of(4, 8)
                                .costs(20, 20, 20)
                                .memory(0, 3, 1, 0)
                                .limit(12)
                                .backward(Backward.SPLIT)),
                Case.ofTakt(
                        "takt-mixed-v-p4",
                        Instances.of(4, 8)
                                .stages(8)
                                .costs(20, 20, 20)
                                .placement(new Placement.V())
                                .memory(0, 3, 1, 0)
                                .limit(24)
                                .backward(Backward.EITHER)),
                Case.ofTakt(
                        "takt-explicit-p2",
                        Instances.of(2, 4)
                                .stages(5)
                                .costs(20, 20, 20)
                                .explicit(0, 1, 1, 0, 1)
                                .backward(Backward.SPLIT)),
                Case.ofTakt("takt-heterogeneous-p4", heterogeneous),
                new Case("takt-heterogeneous-p4-comms", heterogeneous, Optional.empty(), PyTorchCsv.Form.COMPUTE_COMMS),
                Case.ofTakt(
                        "takt-split-p8",
                        Instances.of(8, 16)
                                .costs(20, 20, 20)
                                .memory(0, 3, 1, 0)
                                .limit(24)
                                .backward(Backward.SPLIT)));
    }

    @BeforeAll
    static void requirePyTorch() throws IOException, InterruptedException {
        assumeTrue(isPyTorchPresent(), "PyTorch conformance: no " + PYTHON + " with PyTorch 2.6 or later is present.");
        Files.deleteIfExists(RESULTS);
    }

    private static boolean isPyTorchPresent() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(PYTHON, SCRIPT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noPython) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainsAsOneProcessDoes(Case one) throws IOException, InterruptedException {
        Instance instance = one.instance().instance();
        Problem problem = Expander.expand(instance);
        Schedule schedule = one.schedule(problem);
        Report report = Schedules.accepted(problem, schedule);
        PyTorchRun run = PyTorchRun.of(problem, schedule, List.of(), one.form());
        Files.writeString(directory.resolve("schedule.csv"), run.written().text());
        ObjectNode description = JSON.createObjectNode();
        description
                .put("name", one.name())
                .put("csv", "schedule.csv")
                .put("form", one.form() == PyTorchCsv.Form.COMPUTE_ONLY ? "compute_only" : "compute_comms")
                .put("predicted_ms", run.report().orElse(report).makespan())
                .set("op_ms", costs(instance));
        Path file = directory.resolve("case.json");
        Files.writeString(file, description.toString());

        JsonNode result = execute(file);

        Files.writeString(RESULTS, result + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.get("gradients").asInt()).isPositive();
    }

    private static ObjectNode costs(Instance instance) {
        ObjectNode costs = JSON.createObjectNode();
        for (StageSpec stage : instance.stages()) {
            costs.withArray("F").add(stage.forward());
            costs.withArray("B").add(stage.fullBackward());
            costs.withArray("I").add(stage.backwardInput());
            costs.withArray("W").add(stage.backwardWeight());
        }
        return costs;
    }

    private JsonNode execute(Path file) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(PYTHON, SCRIPT.toString(), file.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("the run ends").isTrue();
        String printed = Files.readString(out);
        assertThat(printed).as(Files.readString(err)).isNotBlank();
        return JSON.readTree(printed);
    }
}
