package org.takt.model.oplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.takt.model.Schedules.timed;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The op-lists of the runtimes beside PyTorch, by the examples of their documentation and code. */
class OtherRuntimesTest {
    private static final String ONE_FORWARD_ONE_BACKWARD = "0F0,0F1,0B0,0B1\n1F0,1B0,1F1,1B1\n";

    private static Schedule schedule(Problem problem, String csv) {
        return timed(problem, PyTorchCsv.read(csv, problem));
    }

    private static void refused(Runnable writing, String message) {
        assertThatExceptionOfType(OpListException.class)
                .isThrownBy(writing::run)
                .withMessage(message);
    }

    /** The example of Zero Bubble's own front end: F 10, full backward 20, communication 1. */
    @Test
    void writesZeroBubblesNodes() {
        Problem problem = Instances.of(2, 2).costs(10, 10, 10).latency(1).problem();

        assertThat(ScheduledNodes.write(problem, schedule(problem, ONE_FORWARD_ONE_BACKWARD)))
                .isEqualTo("""
                {"n_stages": 2, "n_micro": 2, "max_chunks": 1, "nodes": [
                   [{"type": "F", "stage": 0, "microbatch": 0, "chunk": 0, "layer_group_idx": 0, "start_time": 0, "completion_time": 10},
                    {"type": "F", "stage": 0, "microbatch": 1, "chunk": 0, "layer_group_idx": 0, "start_time": 10, "completion_time": 20},
                    {"type": "BW", "stage": 0, "microbatch": 0, "chunk": 0, "layer_group_idx": 0, "start_time": 42, "completion_time": 62},
                    {"type": "BW", "stage": 0, "microbatch": 1, "chunk": 0, "layer_group_idx": 0, "start_time": 72, "completion_time": 92}],
                   [{"type": "F", "stage": 1, "microbatch": 0, "chunk": 0, "layer_group_idx": 1, "start_time": 11, "completion_time": 21},
                    {"type": "BW", "stage": 1, "microbatch": 0, "chunk": 0, "layer_group_idx": 1, "start_time": 21, "completion_time": 41},
                    {"type": "F", "stage": 1, "microbatch": 1, "chunk": 0, "layer_group_idx": 1, "start_time": 41, "completion_time": 51},
                    {"type": "BW", "stage": 1, "microbatch": 1, "chunk": 0, "layer_group_idx": 1, "start_time": 51, "completion_time": 71}]
                ]}
                """);
    }

    @Test
    void countsTheChunksOfAVForZeroBubble() {
        Problem problem = Instances.of(2, 1)
                .stages(4)
                .placement(new Placement.V())
                .backward(Backward.SPLIT)
                .problem();

        assertThat(ScheduledNodes.write(
                        problem, schedule(problem, "0F0,3F0,3I0,3W0,0I0,0W0\n1F0,2F0,2I0,1I0,2W0,1W0\n")))
                .contains("\"max_chunks\": 2")
                .contains("{\"type\": \"B\", \"stage\": 0, \"microbatch\": 0, \"chunk\": 1, \"layer_group_idx\": 3,");
    }

    @Test
    void refusesWhatZeroBubblesRuntimeWouldMixUp() {
        Problem problem = Instances.of(2, 2).problem();
        refused(
                () -> ScheduledNodes.write(problem, schedule(problem, "0F0,0F1,0B1,0B0\n1F0,1F1,1B1,1B0\n")),
                "B(stage 0, micro-batch 0) comes after that of a later micro-batch, but Zero Bubble's runtime takes the"
                        + " tensors of a stage in the order of the micro-batches.");

        Problem either = Instances.of(2, 1).backward(Backward.EITHER).problem();
        refused(
                () -> ScheduledNodes.write(either, schedule(either, "0F0,0B0\n1F0,1I0,1W0\n")),
                "Zero Bubble's runtime cuts the backwards of a micro-batch on all stages or on none, but stages 0 and 1"
                        + " differ in micro-batch 0.");

        Problem block = Instances.of(2, 1).stages(4).explicit(0, 0, 1, 1).problem();
        refused(
                () -> ScheduledNodes.write(block, schedule(block, "0F0,1F0,1B0,0B0\n2F0,3F0,3B0,2B0\n")),
                "Zero Bubble's runtime passes tensors between neighbours only: the placement must be a loop or a V.");
    }

    /** The table and orders that Megatron-LM makes of 2 micro-batches, 2 chunks and groups of 2 on 2 devices. */
    @Test
    void writesMegatronsTable() {
        Problem problem = Instances.of(2, 2).stages(4).problem();
        Schedule schedule = schedule(problem, "0F0,0F1,2F0,2F1,2B0,2B1,0B0,0B1\n1F0,1F1,3F0,3B0,3F1,3B1,1B0,1B1\n");

        MegatronTable table = MegatronTable.of(problem, schedule);

        assertThat(table).isEqualTo(new MegatronTable(2, 2, 2, 2));
        assertThat(table.toJson()).isEqualTo("""
                {"num_microbatches": 2, "num_model_chunks": 2, "microbatch_group_size_per_vp_stage": 2,
                 "schedule_table": [[0, 0], [1, 0], [0, 1], [1, 1]],
                 "orders": [
                  [1, 1, 2, 2, -2, -2, -1, -1],
                  [1, 1, 2, -2, 2, -2, -1, -1]]}
                """);
    }

    @ParameterizedTest
    @CsvSource({"Interleaved1F1B_p4_m8_v2.csv, 4", "Interleaved1F1B_p2_m4_v2.csv, 2", "Interleaved1F1B_p4_m4_v4.csv, 4"
    })
    void findsTheGroupSizeOfPyTorchsInterleavedSchedules(String name, int group) {
        TorchFile file = TorchFile.named(name);
        Problem problem = file.instance().problem();

        assertThat(MegatronTable.of(problem, schedule(problem, file.text())).group())
                .isEqualTo(group);
    }

    @Test
    void refusesOrdersThatAreNotMegatrons() {
        Problem problem = Instances.of(2, 3).problem();
        refused(
                () -> MegatronTable.of(
                        problem, schedule(problem, "0F0,0F1,0F2,0B0,0B1,0B2\n1F0,1B0,1F1,1B1,1F2,1B2\n")),
                "Megatron-LM executes only its own 1F1B order, and the schedule is none of any group size: with groups of"
                        + " 2, device 0 would run another order.");
    }

    @Test
    void writesAndReadsMegatronsLayout() {
        MegatronLayout documented = MegatronLayout.parse("Et|t|t|tL");
        assertThat(documented.stages())
                .containsExactly(
                        new MegatronLayout.Stage(true, 1, 0, false),
                        new MegatronLayout.Stage(false, 1, 0, false),
                        new MegatronLayout.Stage(false, 1, 0, false),
                        new MegatronLayout.Stage(false, 1, 0, true));
        assertThat(documented).hasToString("Et|t|t|tL");
        assertThat(MegatronLayout.ofDecoders(List.of(3, 4, 0, 2))).hasToString("Et*3|t*4||ttL");
        assertThat(MegatronLayout.parse("E,(t|)*2,(tt|)*2m*2L")).isEqualTo(MegatronLayout.parse("Et|t|tt|tt|mmL"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Et|xL; Found \"x\" at character 4 of the layout, expected E, t, m, L, | or (.",
                "E(t|tL; Found its end at character 7 of the layout, expected ).",
                "Et)L; Found \")\" at character 3 of the layout, expected E, t, m, L, | or (.",
                "Et*|L; Found \"|\" at character 4 of the layout, expected a number of repetitions.",
                "t|EtL; The layout must have one embedding, E, and start with it.",
                "EtL|t; The layout must have one loss, L, and end with it.",
                "Emt|L; 'Stage 0 of the layout is \"Emt\", expected its layers in the order E, t, m, L.'",
                "E(t*9999999)*9999999L; The layout has more than 1000000 layers.",
            })
    void refusesLayoutsWithTheirPlace(String text, String message) {
        refused(() -> MegatronLayout.parse(text), message);
    }

    /** The instructions of DeepSpeed's TrainSchedule, but for the order of the two messages that cross. */
    @Test
    void writesDeepSpeedsInstructions() {
        Problem problem = Instances.of(2, 2).costs(10, 10, 10).problem();

        assertThat(DeepSpeedInstructions.write(problem, schedule(problem, ONE_FORWARD_ONE_BACKWARD)))
                .isEqualTo("stage 0: [Load(0),Fwd(0)] [SendAct(0)] [Load(1),Fwd(1)] [SendAct(1)] [RecvGrad(0)] [Bwd(0)]"
                        + " [RecvGrad(1)] [Bwd(1)] [ReduceTiedGrads,ReduceGrads,OptimizerStep]\n"
                        + "stage 1: [RecvAct(0)] [Load(0),Fwd(0)] [RecvAct(1)] [Bwd(0)] [SendGrad(0)] [Load(1),Fwd(1)]"
                        + " [Bwd(1)] [SendGrad(1)] [ReduceTiedGrads,ReduceGrads,OptimizerStep]\n");
    }

    @Test
    void refusesWhatDeepSpeedCannotRun() {
        Problem problem = Instances.of(2, 2).problem();
        refused(
                () -> DeepSpeedInstructions.write(problem, schedule(problem, "0F0,0F1,0B0,0B1\n1F0,1F1,1B0,1B1\n")),
                "DeepSpeed keeps one loss on the last stage, so every backward must directly follow its forward there,"
                        + " but F(stage 1, micro-batch 1) follows F(stage 1, micro-batch 0).");
    }

    /** Every message has both its ends, in the same order on both stages: blocking sends and receives cannot deadlock. */
    @ParameterizedTest
    @CsvSource({"1F1B_p4_m8_v1.csv", "1F1B_p8_m17_v1.csv"})
    void keepsOneOrderOfMessagesBetweenTwoStages(String name) {
        TorchFile file = TorchFile.named(name);
        Problem problem = file.instance().costs(3, 2, 2).problem();
        List<String> lines = DeepSpeedInstructions.write(problem, schedule(problem, file.text()))
                .lines()
                .toList();

        for (int stage = 0; stage + 1 < lines.size(); stage++) {
            List<String> up = messages(lines.get(stage), "SendAct", "RecvGrad");
            assertThat(up).hasSize(2 * file.instance().instance().microBatches().size());
            assertThat(messages(lines.get(stage + 1), "RecvAct", "SendGrad")).isEqualTo(up);
        }
    }

    /** Returns the messages of two kinds in their order, as a for activations and g for gradients. */
    private static List<String> messages(String line, String activation, String gradient) {
        return Pattern.compile("(" + activation + "|" + gradient + ")\\((\\d+)\\)")
                .matcher(line)
                .results()
                .map(found -> (found.group(1).equals(activation) ? "a" : "g") + found.group(2))
                .toList();
    }

    @Test
    void knowsWhatTorchTitanMustBeTold() {
        Problem v = Instances.of(2, 1).stages(4).placement(new Placement.V()).problem();
        TorchTitanCsv file = TorchTitanCsv.of(v, schedule(v, "0F0,3F0,3B0,0B0\n1F0,2F0,2B0,1B0\n"), List.of());
        assertThat(file.scheduleClass()).isEqualTo("ZBVZeroBubble");
        assertThat(file.run().written().text()).isEqualTo("0F0,3F0,3B0,0B0\n1F0,2F0,2B0,1B0\n");

        Problem block = Instances.of(2, 1).stages(4).explicit(0, 0, 1, 1).problem();
        refused(
                () -> TorchTitanCsv.of(block, schedule(block, "0F0,1F0,1B0,0B0\n2F0,3F0,3B0,2B0\n"), List.of()),
                "torchtitan places stages in a loop, with as many on each device, or in a V of two on each device; the"
                        + " schedule places them otherwise.");
    }
}
