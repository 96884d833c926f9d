package org.takt.model.oplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.takt.model.Schedules.op;
import static org.takt.model.Schedules.timed;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.takt.model.Instances;
import org.takt.model.Problems;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Mode;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.problem.ResourceKind;
import org.takt.model.schedule.DeviceOrders;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.Timing;
import org.takt.model.schedule.TimingResult;

class PyTorchCsvReaderTest {
    private static final String ONE_FORWARD_ONE_BACKWARD = "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n";

    private final Problem problem = Instances.of(2, 2).problem();

    private void refused(String text, String... problems) {
        refused(problem, text, problems);
    }

    private static void refused(Problem problem, String text, String... problems) {
        assertThatExceptionOfType(OpListException.class)
                .isThrownBy(() -> PyTorchCsv.read(text, problem))
                .satisfies(refusal -> assertThat(refusal.problems())
                        .extracting(OpListProblem::toString)
                        .containsExactly(problems));
    }

    private static void unsupported(Problem problem, String message) {
        assertThatExceptionOfType(OpListException.class)
                .isThrownBy(() -> PyTorchCsv.read("", problem))
                .withMessage(message);
    }

    @Test
    void readsTheOrderOfEveryDevice() {
        DeviceOrders orders = PyTorchCsv.read(ONE_FORWARD_ONE_BACKWARD, problem);

        assertThat(orders.orders())
                .isEqualTo(Map.of(
                        0,
                        List.of(
                                op(problem, OpKind.F, 0, 0),
                                op(problem, OpKind.F, 0, 1),
                                op(problem, OpKind.B, 0, 0),
                                op(problem, OpKind.B, 0, 1)),
                        1,
                        List.of(
                                op(problem, OpKind.F, 1, 0),
                                op(problem, OpKind.B, 1, 0),
                                op(problem, OpKind.F, 1, 1),
                                op(problem, OpKind.B, 1, 1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1",
                "0F0,0F1,0B0,0B1\r\n1F0,1B0,1F1,1B1\r\n",
                ",0F0,0F1,,0B0,,0B1,,\n1F0,1B0,,1F1,1B1\n",
                " 0F0 ,0F1, 0B0,\t0B1 \n1F0,1B0,1F1,1B1\n",
                "\"0F0\",\"0F1\", \"0B0\" ,\"0B1\"\n1F0,1B0,1F1,1B1\n",
                "0F0,0F1,0B0,0B1\n1F0,( 1B0 ; 1F1 )OVERLAP_F_B,1B1\n",
                "00F0,0F01,0B0,0B1\n1F0,1B0,1F1,1B1\n"
            })
    void readsOtherWaysOfWritingTheSame(String text) {
        assertThat(PyTorchCsv.read(text, problem).orders())
                .isEqualTo(PyTorchCsv.read(ONE_FORWARD_ONE_BACKWARD, problem).orders());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0f0",
                "0F",
                "F0",
                "0F0x",
                "0BW0",
                "0SEND_F0",
                "0UNSHARD",
                "0REDUCE_GRAD",
                "-1F0",
                "# hello",
                "[0F0;0B0]OVERLAP_F_B",
                "(0F0;0B0)F",
                "()OVERLAP_F_B",
                "(0F0;)OVERLAP_F_B",
                "0F 0",
                "\u0660F0"
            })
    void reportsMalformedCellsWithTheirPlace(String cell) {
        refused(
                "0F0,0F1,0B0,0B1\n1F0,," + cell + ",1B0,1F1,1B1\n",
                "Row 2, column 3: Found \"" + cell
                        + "\", expected nothing or stage, F, B, I or W, micro-batch, such as 2F0.");
    }

    @Test
    void reportsAnUnclosedQuoteAndAByteOrderMark() {
        refused(
                "\uFEFF0F0,0F1,0B0,0B1\n1F0,1B0,1F1,\"1B1\n",
                "Row 1, column 1: Found \"[byte order mark]0F0\", expected nothing or stage, F, B, I or W, micro-batch,"
                        + " such as 2F0.",
                "Row 2, column 4: Found \"\"1B1\", expected nothing or stage, F, B, I or W, micro-batch, such as 2F0.",
                "F(stage 0, micro-batch 0) is missing.",
                "B(stage 1, micro-batch 1) is missing.");
    }

    @Test
    void reportsEveryProblemOfAFileAtOnce() {
        refused(
                "0F0,0F0,0B0,0B1,2F0\n1F0,1B0,0F1,1B1,1F7,1I0\n",
                "Row 1, column 2: 0F0 is listed already in row 1, column 1.",
                "Row 1, column 5: 2F0 names a stage that the problem does not have; its stages are 0 to 1.",
                "Row 2, column 3: 0F1 stands in the wrong row: the problem runs it on d0, row 1.",
                "Row 2, column 5: 1F7 names a micro-batch that the problem does not have; its micro-batches are 0 to"
                        + " 1.",
                "Row 2, column 6: 1I0 names an op that the problem does not have; its backwards may be full or cut, but"
                        + " not both.",
                "F(stage 1, micro-batch 1) is missing.");
    }

    @Test
    void reportsNumbersBeyondAnyRange() {
        refused(
                "0F0,0F1,0B0,0B1,99999999999F0\n1F0,1B0,1F1,1B1,1F99999999999\n",
                "Row 1, column 5: 2147483647F0 names a stage that the problem does not have; its stages are 0 to 1.",
                "Row 2, column 5: 1F2147483647 names a micro-batch that the problem does not have; its micro-batches"
                        + " are 0 to 1.");
    }

    @Test
    void countsABlankLineAsARow() {
        refused(
                ONE_FORWARD_ONE_BACKWARD + "\n",
                "The file has 3 rows, expected one for each of the 2 devices; a blank line counts as a row.",
                "Row 3: The row is blank, but PyTorch's runtime needs a stage on every device.");
    }

    @Test
    void reportsMissingRows() {
        refused(
                "0F0,0F1,0B0,0B1\n",
                "The file has 1 rows, expected one for each of the 2 devices; a blank line counts as a row.",
                "F(stage 1, micro-batch 0) is missing.",
                "B(stage 1, micro-batch 0) is missing.",
                "F(stage 1, micro-batch 1) is missing.",
                "B(stage 1, micro-batch 1) is missing.");
    }

    @Test
    void leavesCirclesToTiming() {
        DeviceOrders orders = PyTorchCsv.read("0B0,0F0,0F1,0B1\n1F0,1B0,1F1,1B1\n", problem);

        assertThat(new Timing(problem).earliest(orders)).isInstanceOf(TimingResult.Deadlock.class);
    }

    @Test
    void readsFullAndCutBackwardsSideBySideWhereTheProblemAllowsBoth() {
        Problem either = Instances.of(2, 2).backward(Backward.EITHER).problem();

        DeviceOrders orders = PyTorchCsv.read("0F0,0F1,0B0,0I1,0W1\n1F0,1I0,1F1,1B1,1W0\n", either);

        assertThat(orders.mode(op(either, OpKind.B, 0, 0))).isZero();
        assertThat(orders.mode(op(either, OpKind.I, 0, 0))).isEqualTo(Schedule.ABSENT);
        assertThat(orders.mode(op(either, OpKind.W, 0, 0))).isEqualTo(Schedule.ABSENT);
        assertThat(orders.mode(op(either, OpKind.B, 0, 1))).isEqualTo(Schedule.ABSENT);
        assertThat(orders.mode(op(either, OpKind.W, 1, 0))).isZero();
        timed(either, orders);
    }

    @Test
    void reportsBackwardsThatAreBothFullAndCutOrNeither() {
        Problem either = Instances.of(1, 3).backward(Backward.EITHER).problem();

        refused(
                either,
                "0F0,0B0,0I0,0W0,0F1,0F2,0I2\n",
                "Row 1, column 3: Exactly one of B(stage 0, micro-batch 0), I(stage 0, micro-batch 0) must be listed,"
                        + " found B(stage 0, micro-batch 0), I(stage 0, micro-batch 0).",
                "Exactly one of B(stage 0, micro-batch 1), I(stage 0, micro-batch 1) must be listed, found none.",
                "Row 1, column 7: I(stage 0, micro-batch 2) is listed without W(stage 0, micro-batch 2).");
    }

    @Test
    void reportsForwardsOfTheLastStageOutOfOrder() {
        refused(
                "0F0,0F1,0B1,0B0\n1F1,1B1,1F0,1B0\n",
                "Row 2, column 3: 1F0 comes after the forward of micro-batch 1: the last stage must run its forwards in"
                        + " the order 0, 1, ..., else PyTorch's runtime mixes up the losses and gradients are wrong.");
    }

    @Test
    void reportsOverlapCellsThatWaitForEachOther() {
        refused(
                "0F0,(0F1;0B0)OVERLAP_F_B,0B1\n1F0,(1B0;1F1)OVERLAP_F_B,1B1\n",
                "Row 1, column 2: (0F1;0B0)OVERLAP_F_B never starts: PyTorch's runtime needs everything that a cell"
                        + " waits for before the whole cell, and what this one waits for comes later or never.",
                "Row 2, column 2: (1B0;1F1)OVERLAP_F_B never starts: PyTorch's runtime needs everything that a cell"
                        + " waits for before the whole cell, and what this one waits for comes later or never.");
    }

    @Test
    void givesTransfersNoOrder() {
        Problem exclusive = Instances.of(2, 2).exclusive(3, 0).problem();

        DeviceOrders orders = PyTorchCsv.read(ONE_FORWARD_ONE_BACKWARD, exclusive);

        assertThat(orders.orders()).containsOnlyKeys(0, 1);
        assertThat(timed(exclusive, orders).start(op(exclusive, OpKind.SEND_F, 0, 1)))
                .isEqualTo(4);
    }

    @Test
    void readsFilesOfOtherMicroBatchNumbers() {
        assertThat(PyTorchCsv.read(ONE_FORWARD_ONE_BACKWARD, problem, List.of(1, 0))
                        .orders()
                        .get(0))
                .containsExactly(
                        op(problem, OpKind.F, 0, 1),
                        op(problem, OpKind.F, 0, 0),
                        op(problem, OpKind.B, 0, 1),
                        op(problem, OpKind.B, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PyTorchCsv.read(ONE_FORWARD_ONE_BACKWARD, problem, List.of(1, 1)))
                .withMessage("The micro-batches [1, 1] are not a permutation of the problem's 2.");
    }

    @Test
    void takesTheDeviceFromTheRowWhereTheProblemLeavesItOpen() {
        Problems free = Problems.of(2);
        for (int stage = 0; stage < 2; stage++) {
            Mode[] anywhere = {new Mode(1, List.of(0)), new Mode(1, List.of(1))};
            int forward = free.op(OpKind.F, stage, 0, false, anywhere);
            free.precede(forward, free.op(OpKind.B, stage, 0, false, anywhere));
        }
        Problem open = free.problem();

        DeviceOrders orders = PyTorchCsv.read("1F0,1B0\n0F0,0B0\n", open);

        assertThat(List.of(orders.mode(0), orders.mode(1), orders.mode(2), orders.mode(3)))
                .containsExactly(1, 1, 0, 0);
        refused(
                open,
                "1F0,0B0\n0F0,1B0\n",
                "Row 2, column 1: 0F0 puts stage 0 on two devices; row 1 holds it already.",
                "Row 2, column 2: 1B0 puts stage 1 on two devices; row 1 holds it already.");
    }

    @Test
    void refusesProblemsThatNoFileCanExpress() {
        unsupported(
                Problems.of(1).problem(), "The problem has no forward and no backward, so there is nothing to list.");

        Problems optimizer = Problems.of(1);
        optimizer.op(OpKind.F, 0, 0, 1, 0);
        optimizer.op(OpKind.OPTIMIZER, 0, 0, 1, 0);
        unsupported(
                optimizer.problem(),
                "The problem has OPTIMIZER(stage 0, micro-batch 0), about which PyTorch's file says nothing, so it"
                        + " cannot be read for it.");

        Problems twice = Problems.of(1);
        twice.op(OpKind.F, 0, 0, 1, 0);
        twice.op(OpKind.F, 0, 0, 1, 0);
        unsupported(
                twice.problem(),
                "The problem has F(stage 0, micro-batch 0) twice, so its name in an op-list is ambiguous.");

        Problems huge = Problems.of(1);
        huge.op(OpKind.F, Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1, 1, 0);
        unsupported(
                huge.problem(),
                "The problem lacks ops: it names 2147483647 stages and 2147483647 micro-batches, but has 1 ops.");

        Problems streams = Problems.of(1);
        streams.op(OpKind.F, 0, 0, 1, streams.resource("second", ResourceKind.COMPUTE, 0));
        unsupported(streams.problem(), "Device d0 has several compute streams, but an op-list orders one.");
    }
}
