package org.takt.model.oplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.op;
import static org.takt.model.Schedules.timed;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;

class PyTorchCsvWriterTest {
    private static void refused(Problem problem, Schedule schedule, String message) {
        assertThatExceptionOfType(OpListException.class)
                .isThrownBy(() -> PyTorchCsv.write(problem, schedule))
                .withMessage(message)
                .satisfies(refusal -> assertThat(refusal.problems()).hasSize(1));
    }

    private static Schedule startsAt(long... starts) {
        return new Schedule(starts, new int[starts.length]);
    }

    private static Schedule readAndTimed(Problem problem, String text) {
        return timed(problem, PyTorchCsv.read(text, problem));
    }

    @Test
    void writesOneRowPerDeviceInOrderOfStart() {
        Problem problem = Instances.of(2, 2).backward(Backward.SPLIT).problem();
        String text = "0F0,0F1,0I0,0W0,0I1,0W1\n1F0,1I0,1F1,1I1,1W0,1W1\n";

        PyTorchCsv.Written written = PyTorchCsv.write(problem, readAndTimed(problem, text));

        assertThat(written).isEqualTo(new PyTorchCsv.Written(text, List.of(0, 1)));
    }

    @Test
    void numbersMicroBatchesInTheOrderOfTheLastStagesForwards() {
        Problem problem = Instances.of(2, 3).problem();
        String text = "0F2,0F0,0F1,0B0,0B2,0B1\n1F0,1B0,1F1,1F2,1B2,1B1\n";
        Schedule schedule = timed(problem, PyTorchCsv.read(text, problem, List.of(2, 0, 1)));

        PyTorchCsv.Written written = PyTorchCsv.write(problem, schedule);

        assertThat(written.microBatches()).containsExactly(2, 0, 1);
        assertThat(written.text()).isEqualTo(text);
        assertThat(timed(problem, PyTorchCsv.read(written.text(), problem, written.microBatches())))
                .isEqualTo(schedule);
    }

    @Test
    void writesOverlappedPairsIntoOneCell() {
        Problem problem = Instances.of(1, 3).backward(Backward.EITHER).problem();
        String text = "0F0,(0F1;0B0)OVERLAP_F_B,(0F2;0I1)OVERLAP_F_B,0W1,0B2\n";
        List<OverlappedPair> pairs = List.of(
                new OverlappedPair(op(problem, OpKind.F, 0, 1), op(problem, OpKind.B, 0, 0)),
                new OverlappedPair(op(problem, OpKind.F, 0, 2), op(problem, OpKind.I, 0, 1)));

        PyTorchCsv.Written written = PyTorchCsv.write(problem, readAndTimed(problem, text), pairs);

        assertThat(written.text()).isEqualTo(text);
    }

    @Test
    void refusesPairsThatAreNoneOfItsCells() {
        Problem problem = Instances.of(1, 2).problem();
        Schedule schedule = readAndTimed(problem, "0F0,0F1,0B0,0B1\n");
        int forward = op(problem, OpKind.F, 0, 0);
        int backward = op(problem, OpKind.B, 0, 0);

        refused(
                problem,
                schedule,
                new OverlappedPair(forward, backward),
                "B(stage 0, micro-batch 0) does not directly follow F(stage 0, micro-batch 0), so the two cannot share"
                        + " a cell of PyTorch's file.");
        refused(
                problem,
                schedule,
                new OverlappedPair(backward, forward),
                "B(stage 0, micro-batch 0) and F(stage 0, micro-batch 0) cannot share a cell of PyTorch's file, which"
                        + " takes a forward and then a backward.");
    }

    private static void refused(Problem problem, Schedule schedule, OverlappedPair pair, String message) {
        assertThatExceptionOfType(OpListException.class)
                .isThrownBy(() -> PyTorchCsv.write(problem, schedule, List.of(pair)))
                .withMessage(message);
    }

    @Test
    void ordersOpsOfNoDurationAlongThePrecedences() {
        Problem problem = Instances.of(1, 2)
                .costs(0, 0, 0)
                .stages(3)
                .explicit(0, 0, 0)
                .costs(0, 0, 0)
                .problem();
        Schedule everythingAtOnce = startsAt(new long[problem.ops().size()]);
        accepted(problem, everythingAtOnce);

        PyTorchCsv.Written written = PyTorchCsv.write(problem, everythingAtOnce);

        assertThat(timed(problem, PyTorchCsv.read(written.text(), problem, written.microBatches())))
                .isEqualTo(everythingAtOnce);
    }

    @Test
    void writesFullAndCutBackwardsSideBySide() {
        Problem problem = Instances.of(1, 2).backward(Backward.EITHER).problem();
        String text = "0F0,0B0,0F1,0I1,0W1\n";

        assertThat(PyTorchCsv.write(problem, readAndTimed(problem, text)).text())
                .isEqualTo(text);
    }

    @Test
    void leavesTransfersOut() {
        Problem problem = Instances.of(2, 1).exclusive(3, 1).problem();
        String text = "0F0,0B0\n1F0,1B0\n";

        assertThat(PyTorchCsv.write(problem, readAndTimed(problem, text)).text())
                .isEqualTo(text);
    }

    @Test
    void refusesSeveralPipelines() {
        Problem problem = Instances.of(2, 2)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .problem();

        refused(
                problem,
                timed(problem, DeviceOrders.ofSingleModes(problem, Map.of())),
                "F(pipeline 1, stage 0, micro-batch 1) belongs to a second pipeline, but an op-list has one.");
    }

    @Test
    void refusesSegments() {
        Problems problems = Problems.of(1);
        problems.op(new Op(OpKind.F, 0, 0, 0, 1, false, List.of(new Mode(1, List.of(0)))));

        refused(
                problems.problem(),
                startsAt(0),
                "F(stage 0, micro-batch 0, segment 1) belongs to a segment, but op-lists name whole micro-batches"
                        + " only.");
    }

    @Test
    void refusesOtherKindsUnlessTheyAreAbsent() {
        Problems problems = Problems.of(1);
        problems.op(OpKind.F, 0, 0, 1, 0);
        problems.op(OpKind.B, 0, 0, 1, 0);
        problems.optional(OpKind.R, 0, 0, 1, 0);
        Problem problem = problems.problem();

        refused(
                problem,
                startsAt(0, 2, 1),
                "R(stage 0, micro-batch 0) cannot be written: PyTorch's file has forwards, backwards, input and weight"
                        + " gradients only.");
        Schedule without = new Schedule(new long[] {0, 1, 0}, new int[] {0, 0, Schedule.ABSENT});
        assertThat(PyTorchCsv.write(problem, without).text()).isEqualTo("0F0,0B0\n");
    }

    @Test
    void refusesADeviceWithoutAStage() {
        Problem problem = Instances.of(2, 1).explicit(1, 1).problem();

        refused(
                problem,
                timed(problem, DeviceOrders.ofSingleModes(problem, Map.of())),
                "Device d0 holds no stage, but PyTorch's runtime needs one on every device.");
    }

    @Test
    void refusesAStageOnTwoDevices() {
        Problems problems = Problems.of(2);
        problems.precede(problems.op(OpKind.F, 0, 0, 1, 0), problems.op(OpKind.B, 0, 0, 1, 1));

        refused(
                problems.problem(),
                startsAt(0, 1),
                "Stage 0 runs on d0 and on d1, but in PyTorch's file a stage belongs to one device.");
    }

    @Test
    void refusesAnOpOnSeveralDevicesOrOnNone() {
        Problems several = Problems.of(2);
        several.precede(several.op(OpKind.F, 0, 0, 1, 0, 1), several.op(OpKind.B, 0, 0, 1, 0));
        refused(
                several.problem(),
                startsAt(0, 1),
                "F(stage 0, micro-batch 0) computes on several devices at a time, which op-lists cannot express.");

        Problems none = Problems.of(1);
        none.precede(none.op(OpKind.F, 0, 0, 1), none.op(OpKind.B, 0, 0, 1, 0));
        refused(
                none.problem(),
                startsAt(0, 1),
                "F(stage 0, micro-batch 0) holds no compute stream, so it stands in no device's op-list.");
    }

    @Test
    void refusesForwardsWithoutBackwards() {
        Problems problems = Problems.of(1);
        problems.op(OpKind.F, 0, 0, 1, 0);

        refused(
                problems.problem(),
                startsAt(0),
                "Stage 0 must run one forward and either a full backward or an input and a weight gradient of"
                        + " micro-batch 0 for PyTorch's file, but the schedule does not.");
    }
}
