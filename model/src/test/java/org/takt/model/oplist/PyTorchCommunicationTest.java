package org.takt.model.oplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.takt.model.Schedules.op;
import static org.takt.model.Schedules.timed;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.oplist.PyTorchCsv.FirstStage;
import org.takt.model.oplist.PyTorchCsv.Form;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.OverlappedPair;
import org.takt.model.schedule.Schedule;

class PyTorchCommunicationTest {
    private static final String SOUND = "0F0,0SEND_F0,0F1,0SEND_F1,0RECV_B0,0B0,0RECV_B1,0B1,0REDUCE_GRAD\n"
            + "1RECV_F0,1F0,1B0,1SEND_B0,1RECV_F1,1F1,1B1,1SEND_B1,1REDUCE_GRAD\n";

    private final Problem problem = Instances.of(2, 2).problem();

    private static Schedule read(String text, Problem problem, Form form) {
        return timed(problem, PyTorchCsv.read(text, problem, List.of(), form));
    }

    private void refused(String text, String... messages) {
        assertThatExceptionOfType(OpListException.class)
                .isThrownBy(() -> PyTorchCsv.read(text, problem, List.of(), Form.COMPUTE_COMMS))
                .satisfies(refusal -> assertThat(refusal.problems())
                        .extracting(OpListProblem::toString)
                        .containsExactly(messages));
    }

    /** What torch 2.13.0 itself makes of this 1F1B, but for its UNSHARD and RESHARD, which only sharding needs. */
    @Test
    void lowersAsPyTorchDoes() {
        Schedule schedule = read("0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n", problem, Form.COMPUTE_ONLY);

        assertThat(PyTorchCsv.write(problem, schedule, List.of(), Form.COMPUTE_COMMS, FirstStage.AS_CUT)
                        .text())
                .isEqualTo("0F0,0SEND_F0,0F1,0SEND_F1,0RECV_B0,0B0,0RECV_B1,0B1,0REDUCE_GRAD\n"
                        + "1RECV_F0,1F0,1RECV_F1,1B0,1SEND_B0,1F1,1B1,1SEND_B1,1REDUCE_GRAD\n");
    }

    @Test
    void readsStatedCommunication() {
        assertThat(read(SOUND, problem, Form.of(SOUND)))
                .isEqualTo(read("0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n", problem, Form.COMPUTE_ONLY));
    }

    static List<TorchFile> files() {
        return TorchFile.all();
    }

    @ParameterizedTest
    @MethodSource("files")
    void whatIsWrittenOfPyTorchsOwnSchedulesReadsBack(TorchFile file) {
        Problem own = file.instance().problem();
        Schedule schedule = timed(own, PyTorchCsv.read(file.text(), own));

        PyTorchCsv.Written written = PyTorchCsv.write(own, schedule, List.of(), Form.COMPUTE_COMMS, FirstStage.AS_CUT);

        assertThat(timed(own, PyTorchCsv.read(written.text(), own, written.microBatches(), Form.of(written.text()))))
                .isEqualTo(schedule);
    }

    @Test
    void reportsMessagesOutOfOrder() {
        refused(
                SOUND.replace("0F0,0SEND_F0,0F1,0SEND_F1", "0F0,0F1,0SEND_F1,0SEND_F0"),
                "Row 2, column 1: 1RECV_F0 would get the tensor of 0SEND_F1: the runtime hands the messages between two"
                        + " devices over in order, so results would be wrong. Receives must stand in the order of the"
                        + " sends.",
                "Row 2, column 5: 1RECV_F1 would get the tensor of 0SEND_F0: the runtime hands the messages between two"
                        + " devices over in order, so results would be wrong. Receives must stand in the order of the"
                        + " sends.");
    }

    @Test
    void reportsSendsThatComeTooLateForEachOther() {
        refused(
                SOUND.replace("0F0,0SEND_F0,0F1,0SEND_F1,0RECV_B0,0B0", "0F0,0F1,0RECV_B0,0B0,0SEND_F0,0SEND_F1"),
                "Row 1, column 4: 0B0 never starts: the rows wait for each other's messages for ever.",
                "Row 2, column 2: 1F0 never starts: the rows wait for each other's messages for ever.");
    }

    @Test
    void reportsActionsOfOtherRowsAndWithoutPartner() {
        refused(
                SOUND.replace("1RECV_F0,", "1RECV_F0,0UNSHARD,1SEND_F0,"),
                "Row 2, column 2: 0UNSHARD is about a stage that its row does not hold.",
                "Row 2, column 3: 1SEND_F0 has nobody at the other end: there is no stage 2.",
                "Row 2, column 3: 1SEND_F0 comes before the op whose result it sends.");
    }

    @Test
    void refusesPairsThatDeadlockTheRuntime() {
        Problem either = Instances.of(2, 2).backward(Backward.EITHER).problem();
        Schedule schedule = read("0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n", either, Form.COMPUTE_ONLY);
        List<OverlappedPair> pairs =
                List.of(new OverlappedPair(op(either, OpKind.F, 0, 1), op(either, OpKind.B, 0, 0)));
        assertThat(PyTorchRun.of(either, schedule, pairs, Form.COMPUTE_ONLY)
                        .written()
                        .text())
                .isEqualTo("0F0,(0F1;0B0)OVERLAP_F_B,0B1\n1F0,1B0,1F1,1B1\n");

        Problem chunks = Instances.of(1, 2).stages(2).explicit(0, 0).problem();
        Schedule straight = read("0F0,0F1,1F0,1B0,1F1,1B1,0B0,0B1\n", chunks, Form.COMPUTE_ONLY);
        List<OverlappedPair> own = List.of(new OverlappedPair(op(chunks, OpKind.F, 1, 1), op(chunks, OpKind.B, 1, 1)));
        assertThat(PyTorchRun.of(chunks, straight, own, Form.COMPUTE_ONLY)
                        .written()
                        .text())
                .contains("(1F1;1B1)OVERLAP_F_B");
    }

    @Test
    void writesFullBackwardsOfTheFirstStageWhereTheyAreCheaper() {
        Problem split = Instances.of(2, 2)
                .costs(10, 10, 10)
                .memory(0, 2, 1, 0)
                .limit(4)
                .backward(Backward.SPLIT)
                .problem();
        Schedule schedule = read("0F0,0F1,0I0,0I1,0W0,0W1\n1F0,1I0,1F1,1I1,1W0,1W1\n", split, Form.COMPUTE_ONLY);

        PyTorchRun run = PyTorchRun.of(split, schedule, List.of(), Form.COMPUTE_ONLY);

        assertThat(run.firstStage()).isEqualTo(FirstStage.FULL_AT_INPUT_GRADIENT);
        assertThat(run.written().text()).isEqualTo("0F0,0F1,0B0,0B1\n1F0,1I0,1F1,1I1,1W0,1W1\n");
        assertThat(run.report().orElseThrow().makespan()).isEqualTo(70);
    }

    /** Stage 1 gets its second input at 40, the end of the cell, and not at 20, so its ops end at 60; then 0B1 runs. */
    @Test
    void timesCellsThatSendAtTheirEnd() {
        Problem fused = Instances.of(2, 2).costs(10, 5, 5).problem();
        Schedule schedule = read("0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n", fused, Form.COMPUTE_ONLY);
        List<OverlappedPair> pairs = List.of(new OverlappedPair(op(fused, OpKind.F, 0, 1), op(fused, OpKind.B, 0, 0)));

        PyTorchRun run = PyTorchRun.of(fused, schedule, pairs, Form.COMPUTE_ONLY);

        assertThat(run.report().orElseThrow().makespan()).isEqualTo(70);
    }

    @Test
    void timesTheCellsOfDualPipeV() {
        TorchFile file = TorchFile.named("DualPipeV_p4_m8_v2.csv");
        Problem dual = file.instance().costs(10, 10, 10).memory(0, 2, 1, 0).problem();
        Schedule schedule = read(file.text(), dual, Form.COMPUTE_ONLY);
        List<OverlappedPair> pairs = new ArrayList<>();
        Matcher cell =
                Pattern.compile("\\((\\d+)F(\\d+);(\\d+)B(\\d+)\\)OVERLAP_F_B").matcher(file.text());
        while (cell.find()) {
            int[] numbers = IntStream.rangeClosed(1, 4)
                    .map(group -> Integer.parseInt(cell.group(group)))
                    .toArray();
            pairs.add(new OverlappedPair(
                    op(dual, OpKind.F, numbers[0], numbers[1]), op(dual, OpKind.B, numbers[2], numbers[3])));
        }

        PyTorchRun alone = PyTorchRun.of(dual, schedule, List.of(), Form.COMPUTE_ONLY);
        PyTorchRun paired = PyTorchRun.of(dual, schedule, pairs, Form.COMPUTE_ONLY);

        assertThat(paired.written().text()).contains("(7F4;0B0)OVERLAP_F_B", "(4F4;3B0)OVERLAP_F_B");
        assertThat(paired.report().orElseThrow().makespan())
                .isGreaterThan(alone.report().orElseThrow().makespan());
    }

    @Test
    void leavesSchedulesWithoutCutBackwardsOfTheFirstStageAlone() {
        Schedule schedule = read("0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n", problem, Form.COMPUTE_ONLY);

        PyTorchRun run = PyTorchRun.of(problem, schedule, List.of(), Form.COMPUTE_ONLY);

        assertThat(run.firstStage()).isEqualTo(FirstStage.AS_CUT);
        assertThat(run.report()).isEmpty();
    }
}
