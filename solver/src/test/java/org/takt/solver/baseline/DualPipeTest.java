package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.TorchFile;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/** DualPipe (DeepSeek-V3, arXiv 2412.19437) and DualPipeV against the op-lists of PyTorch and of the authors. */
class DualPipeTest {
    static List<TorchFile> files() {
        return TorchFile.all().stream()
                .filter(file -> file.name().startsWith("DualPipeV_"))
                .toList();
    }

    @Test
    void thereAreNineFiles() {
        assertThat(files()).hasSize(9);
    }

    /** Op for op, per rank, the overlapped pairs included. */
    @ParameterizedTest
    @MethodSource("files")
    void dualPipeVIsPyTorchs(TorchFile file) {
        Problem problem = file.instance().problem();
        FamilyRun run = FamilyRun.of(problem, new DualPipeV());

        PyTorchCsv.Written written =
                PyTorchCsv.write(problem, run.schedule(), run.outcome().pairs());

        assertThat(written.text()).isEqualTo(file.text().replace("\r", ""));
    }

    /** What the authors' code does on two ranks with four micro-batches: own end 0, other end 1. */
    @Test
    void dualPipeRunsTheAuthorsOrder() {
        Problem problem = bidirectional(2, 4, Backward.EITHER).problem();
        FamilyRun run = FamilyRun.of(problem, new DualPipe());

        assertThat(labels(problem, run, 0))
                .containsExactly("F0.0", "F1.0", "F0.1", "B1.0", "F1.1", "B0.0", "B1.1", "I0.1", "W0.1");
        assertThat(labels(problem, run, 1))
                .containsExactly("F1.0", "F0.0", "F1.1", "B0.0", "F0.1", "B1.0", "B0.1", "I1.1", "W1.1");
        assertThat(run.outcome().pairs())
                .extracting(pair -> label(problem, pair.forward()) + ";" + label(problem, pair.backward()))
                .containsExactly("F1.1;B0.0", "F0.1;B1.0");
    }

    private static List<String> labels(Problem problem, FamilyRun run, int device) {
        return run.outcome().orders().orders().get(device).stream()
                .map(op -> label(problem, op))
                .toList();
    }

    /** Pipeline and number of the micro-batch within it. */
    private static String label(Problem problem, int op) {
        OpKind kind = problem.ops().get(op).kind();
        return kind.name() + problem.ops().get(op).pipeline() + "."
                + problem.ops().get(op).microBatch() / 2;
    }

    @ParameterizedTest
    @EnumSource(Backward.class)
    void appliesHoweverBackwardsAreCut(Backward backward) {
        assertThat(FamilyRun.of(bidirectional(4, 10, backward).problem(), new DualPipe())
                        .peaks())
                .containsOnly(5L);
        assertThat(FamilyRun.of(v(3, 7, backward).problem(), new DualPipeV()).peaks())
                .containsOnly(7L);
    }

    @Test
    void saysWhyItDoesNotApply() {
        assertThat(FamilyRun.reason(Instances.of(4, 8).problem(), new DualPipe()))
                .isEqualTo(
                        "DualPipe needs two pipelines with backwards in opposite directions, each with one stage on each device.");
        assertThat(FamilyRun.reason(bidirectional(3, 8, Backward.EITHER).problem(), new DualPipe()))
                .isEqualTo("DualPipe needs an even number of devices, found 3.");
        assertThat(FamilyRun.reason(bidirectional(2, 5, Backward.EITHER).problem(), new DualPipe()))
                .isEqualTo("DualPipe needs as many micro-batches in one direction as in the other, found 3 and 2.");
        assertThat(FamilyRun.reason(bidirectional(4, 6, Backward.EITHER).problem(), new DualPipe()))
                .isEqualTo("DualPipe needs at least twice as many micro-batches as devices, found 6 for 4.");
        assertThat(FamilyRun.reason(Instances.of(4, 8).problem(), new DualPipeV()))
                .isEqualTo("DualPipeV needs one pipeline with backwards in a V with two stages on each device.");
        assertThat(FamilyRun.reason(v(4, 7, Backward.EITHER).problem(), new DualPipeV()))
                .isEqualTo("DualPipeV needs at least twice as many micro-batches as devices, found 7 for 4.");
    }

    private static Instances v(int devices, int microBatches, Backward backward) {
        return Instances.of(devices, microBatches)
                .stages(2 * devices)
                .placement(new Placement.V())
                .backward(backward)
                .memory(0, 1, 0, 0);
    }

    private static Instances bidirectional(int devices, int microBatches, Backward backward) {
        return Instances.of(devices, microBatches)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .backward(backward)
                .memory(0, 1, 0, 0);
    }
}
