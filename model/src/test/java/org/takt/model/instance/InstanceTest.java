package org.takt.model.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/** Each rule of meaning, with the JSON pointer and the message. */
class InstanceTest {
    private static final long TOO_MUCH = Problem.MAX_TOTAL + 1;

    private static void refused(ThrowingCallable made, String... problems) {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(made)
                .satisfies(refusal -> assertThat(refusal.problems())
                        .extracting(problem -> problem.pointer() + " " + problem.message())
                        .containsExactly(problems));
    }

    private static void refused(Instances instances, String... problems) {
        refused(instances::instance, problems);
    }

    private static Instance of(
            String name, List<DeviceSpec> devices, List<StageSpec> stages, List<MicroBatch> microBatches) {
        return new Instance(
                name,
                "",
                "us",
                "MiB",
                devices,
                stages,
                new Placement.Loop(),
                Communication.latency(0),
                microBatches,
                Backward.FUSED,
                Objective.MAKESPAN,
                Optional.empty());
    }

    private static DeviceSpec device(String name) {
        return new DeviceSpec(name, OptionalLong.empty(), 1000, 0);
    }

    private static StageSpec stage(long forward, StageMemory memory) {
        return new StageSpec(forward, 1, 1, OptionalLong.empty(), memory);
    }

    @Test
    void refusesABlankNameAndEmptyLists() {
        refused(
                () -> of(" ", List.of(), List.of(), List.of()),
                "/name The name is blank, expected at least one visible character.",
                "/devices There is no device, expected at least one.",
                "/stages There is no stage, expected at least one.",
                "/microBatches There is no micro-batch, expected at least one.");
    }

    @Test
    void refusesDevicesWithoutAMeaning() {
        refused(
                () -> of(
                        "i",
                        List.of(
                                device("a"),
                                new DeviceSpec("", OptionalLong.of(-1), 0, -1),
                                new DeviceSpec("a", OptionalLong.of(TOO_MUCH), 1_000_001, TOO_MUCH)),
                        List.of(stage(1, StageMemory.NONE), stage(1, StageMemory.NONE), stage(1, StageMemory.NONE)),
                        List.of(MicroBatch.PLAIN)),
                "/devices/1/name The name is blank, expected at least one visible character.",
                "/devices/1/memoryLimit Found -1, expected 0 to 1000000000000000.",
                "/devices/1/speedPermille Found 0, expected 1 to 1000000.",
                "/devices/1/constantMemory Found -1, expected 0 to 1000000000000000.",
                "/devices/2/name The name \"a\" is also the name of device 0.",
                "/devices/2/memoryLimit Found 1000000000000001, expected 0 to 1000000000000000.",
                "/devices/2/speedPermille Found 1000001, expected 1 to 1000000.",
                "/devices/2/constantMemory Found 1000000000000001, expected 0 to 1000000000000000.");
    }

    @Test
    void refusesStagesWithoutAMeaning() {
        StageSpec wrong = new StageSpec(-1, -2, -3, OptionalLong.of(-4), new StageMemory(-5, -6, -5, -7));
        refused(
                () -> of("i", List.of(device("a")), List.of(wrong), List.of(MicroBatch.PLAIN)),
                "/stages/0/forward Found -1, expected 0 to 1000000000000000.",
                "/stages/0/backwardInput Found -2, expected 0 to 1000000000000000.",
                "/stages/0/backwardWeight Found -3, expected 0 to 1000000000000000.",
                "/stages/0/backward Found -4, expected 0 to 1000000000000000.",
                "/stages/0/memory/constant Found -5, expected 0 to 1000000000000000.",
                "/stages/0/memory/activation Found -6, expected 0 to 1000000000000000.",
                "/stages/0/memory/keptForWeight Found -5, expected 0 to 1000000000000000.",
                "/stages/0/memory/gradient Found -7, expected 0 to 1000000000000000.",
                "/stages/0/memory/keptForWeight Found -5, expected at most the activation, -6.");
    }

    @Test
    void refusesMicroBatchesWithoutAMeaning() {
        refused(
                () -> of(
                        "i",
                        List.of(device("a")),
                        List.of(stage(1, StageMemory.NONE)),
                        List.of(new MicroBatch(-1, 1_000_000_001, OptionalInt.empty()))),
                "/microBatches/0/costPermille Found -1, expected 0 to 1000000000.",
                "/microBatches/0/activationPermille Found 1000000001, expected 0 to 1000000000.");
    }

    @Test
    void refusesDirectionsOutsideOfBidirectionalPlacements() {
        refused(
                Instances.of(2, 1).direction(0, 1),
                "/microBatches/0/direction Found a direction, expected none: the placement is not bidirectional.");
        refused(
                Instances.of(2, 1)
                        .placement(new Placement.Bidirectional(new Placement.Loop()))
                        .direction(0, 2),
                "/microBatches/0/direction Found 2, expected 0 to 1.");
    }

    @Test
    void refusesPlacementsThatDoNotFitTheStages() {
        refused(
                Instances.of(2, 1).stages(3),
                "/placement Found 3 stages on 2 devices, expected a multiple of the devices for a loop placement.");
        refused(
                Instances.of(2, 1).stages(3).placement(new Placement.V()),
                "/placement Found 3 stages on 2 devices, expected a multiple of the devices for a v placement.");
        refused(
                Instances.of(2, 1).stages(3).placement(new Placement.Bidirectional(new Placement.V())),
                "/placement Found 3 stages on 2 devices, expected a multiple of the devices for a bidirectional"
                        + " placement.");
        refused(
                Instances.of(2, 1).stages(4).placement(new Placement.Wave(2)),
                "/placement/waves Found 2 waves for 4 stages on 2 devices, expected stages = 2 × devices × waves.");
        refused(
                Instances.of(2, 1).placement(new Placement.Wave(0)),
                "/placement/waves Found 0 waves for 2 stages on 2 devices, expected stages = 2 × devices × waves.");
        refused(
                Instances.of(2, 1).explicit(0, 1, 2),
                "/placement/devices Found 3 entries, expected one for each of the 2 stages.",
                "/placement/devices/2 Found 2, expected 0 to 1.");
    }

    @Test
    void refusesABidirectionalPlacementOfAnyOtherBase() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Placement.Bidirectional(new Placement.Wave(1)))
                .withMessage("The base of a bidirectional placement must be loop or v, found wave.");
    }

    @Test
    void refusesLinksWithoutAMeaning() {
        refused(
                Instances.of(2, 1).latency(-1),
                "/communication/default/time Found -1, expected 0 to 1000000000000000.");
        refused(
                Instances.of(2, 1).exclusive(-1, -2),
                "/communication/default/time Found -1, expected 0 to 1000000000000000.",
                "/communication/default/latency Found -2, expected 0 to 1000000000000000.");
        refused(
                Instances.of(2, 1)
                        .edge(0, 1, new Link.Latency(1))
                        .edge(0, 1, new Link.Latency(-2))
                        .edge(1, 1, new Link.Latency(3))
                        .edge(-1, 2, new Link.Latency(4)),
                "/communication/edges/1 The edge from device 0 to device 1 is given twice.",
                "/communication/edges/1/time Found -2, expected 0 to 1000000000000000.",
                "/communication/edges/2/to Found device 1 at both ends, expected two devices.",
                "/communication/edges/3/from Found -1, expected 0 to 1.",
                "/communication/edges/3/to Found 2, expected 0 to 1.");
    }

    @Test
    void refusesACeilingBeyondTime() {
        refused(
                Instances.of(1, 1).objective(new Objective.PeakMemory(TOO_MUCH)),
                "/objective/makespanCeiling Found 1000000000000001, expected 0 to 1000000000000000.");
    }

    @Test
    void refusesMoreOpsThanFitBeforeItExpandsThem() {
        List<MicroBatch> many = Collections.nCopies(1_700_000, MicroBatch.PLAIN);
        refused(
                () -> of("i", List.of(device("a")), List.of(stage(1, StageMemory.NONE)), many),
                "/microBatches Found 1700000 micro-batches on 1 stages, expected at most 10000000 ops (up to six for each"
                        + " stage and micro-batch).");
    }

    @Test
    void refusesTimesWhoseSumIsTooLarge() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() ->
                        Instances.of(1, 3).costs(Problem.MAX_TOTAL / 2, 0, 0).instance())
                .withMessageContaining("All costs and transfers together may take ")
                .withMessageContaining(", expected at most 1000000000000000.");
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> Instances.of(2, 1).latency(Problem.MAX_TOTAL).instance())
                .withMessageContaining("All costs and transfers together may take ");
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> Instances.of(1, 1)
                        .costs(Problem.MAX_TOTAL / 10, 0, 0)
                        .speed(0, 1)
                        .instance())
                .withMessageContaining("All costs and transfers together may take ");
    }

    @Test
    void refusesMemoryWhoseSumIsTooLarge() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> Instances.of(1, 3)
                        .memory(0, Problem.MAX_TOTAL / 2, 0, 0)
                        .instance())
                .withMessageContaining("All memory together may reach ");
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> Instances.of(2, 1)
                        .memory(Problem.MAX_TOTAL / 3, 0, 0, 0)
                        .placement(new Placement.Bidirectional(new Placement.Loop()))
                        .instance())
                .withMessageContaining("All memory together may reach ");
    }

    @Test
    void countsTheGradientMemoryOfBothAlternatives() {
        Instances instances =
                Instances.of(1, 1).memory(0, 0, 0, Problem.MAX_TOTAL / 10 * 6).backward(Backward.EITHER);

        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(instances::instance)
                .withMessageContaining("All memory together may reach ");
    }

    /** Twenty stages take a thousandth of a tick for each of a thousand micro-batches, rounded up to a whole one. */
    @Test
    void countsWhatRoundingUpAdds() {
        Instances instances = Instances.of(1, 1000)
                .stages(21)
                .costs(1, 0, 0)
                .placement(new Placement.Loop())
                .speed(0, 1_000_000);

        instances.stageCosts(0, Problem.MAX_TOTAL - 10_000, 0, 0);
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(instances::instance)
                .withMessageContaining("All costs and transfers together may take ");

        instances.stageCosts(0, Problem.MAX_TOTAL - 100_000, 0, 0);
        assertThat(instances.problem().horizon()).isEqualTo(Problem.MAX_TOTAL - 100_000 + 20_000);
    }

    @Test
    void namesTheInstanceAndEveryProblemInItsMessage() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> Instances.of(1, 1).latency(-1).costs(-5, 0, 0).instance())
                .withMessage("Instance fixture /stages/0/forward: Found -5, expected 0 to 1000000000000000.\n"
                        + "Instance fixture /communication/default/time: Found -1, expected 0 to 1000000000000000.");
        assertThat(new InstanceProblem("", "Wrong.")).hasToString("Wrong.");
        assertThat(new InstanceProblem("", "Wrong.").in("a.json")).isEqualTo("a.json: Wrong.");
        assertThat(new InstanceProblem("/b", "Wrong.").in("a.json")).isEqualTo("a.json /b: Wrong.");
    }

    @Test
    void steadyStatesAreOfMicroBatchesThatAreAlike() {
        refused(
                Instances.of(1, 3).microBatch(2, 2000, 1000).objective(Objective.PERIOD),
                "/objective/type Found PERIOD with micro-batches that differ (2 from 0), expected interchangeable ones or"
                        + " another objective.");
        refused(
                Instances.of(2, 2)
                        .placement(new Placement.Bidirectional(new Placement.Loop()))
                        .objective(Objective.PERIOD),
                "/objective/type Found PERIOD with a bidirectional placement, expected another objective: micro-batches of"
                        + " two directions are not interchangeable.");
        assertThat(Instances.of(2, 2).objective(Objective.PERIOD).instance().objective())
                .isEqualTo(Objective.PERIOD);
    }

    @Test
    void copiesWithAnotherObjectiveOrBackward() {
        Instance instance = Instances.of(2, 3).instance();

        Instance other = instance.withObjective(Objective.MAX_DEVICE_SPAN).withBackward(Backward.SPLIT);

        assertThat(other.objective()).isEqualTo(Objective.MAX_DEVICE_SPAN);
        assertThat(other.backward()).isEqualTo(Backward.SPLIT);
        assertThat(other.withObjective(Objective.MAKESPAN).withBackward(Backward.FUSED))
                .isEqualTo(instance);
    }
}
