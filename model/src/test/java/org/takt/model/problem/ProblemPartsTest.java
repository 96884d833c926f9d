package org.takt.model.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProblemPartsTest {
    private static void refused(ThrowingCallable made, String message) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
    }

    @Test
    void devicesRefuseBlankNamesAndNegativeMemory() {
        refused(() -> new Device(" ", 0, OptionalLong.empty()), "A device needs a name.");
        refused(
                () -> new Device("gpu", -1, OptionalLong.empty()),
                "Device gpu has constant memory -1, expected at least 0.");
        refused(
                () -> new Device("gpu", 0, OptionalLong.of(-5)),
                "Device gpu has memory limit -5, expected at least 0.");
    }

    @Test
    void bufferCapacityIsTheLimitLessTheConstantPart() {
        assertThat(new Device("gpu", 3, OptionalLong.of(10)).bufferCapacity()).isEqualTo(7);
        assertThat(new Device("gpu", 30, OptionalLong.of(10)).bufferCapacity()).isEqualTo(-20);
        assertThat(new Device("gpu", 3, OptionalLong.empty()).bufferCapacity()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void resourcesRefuseBlankNamesAndRepeatedDevices() {
        refused(() -> new Resource("", ResourceKind.LINK, List.of()), "A resource needs a name.");
        refused(
                () -> new Resource("bus", ResourceKind.LINK, List.of(1, 1)),
                "Resource bus names a device twice: [1, 1].");
    }

    @Test
    void modesRefuseNegativeDurationsAndRepeatedResources() {
        refused(() -> new Mode(-1, List.of()), "A mode has duration -1, expected at least 0.");
        refused(() -> new Mode(1, List.of(2, 2)), "A mode names a resource twice: [2, 2].");
    }

    @Test
    void opsRefuseNegativeCoordinatesAndNoModes() {
        Mode mode = new Mode(1, List.of());
        refused(
                () -> new Op(OpKind.F, 0, -1, 0, 0, false, List.of(mode)),
                "Pipeline, stage, micro-batch and segment of an op must be at least 0: 0, -1, 0, 0.");
        refused(() -> new Op(OpKind.F, 0, 0, 0, 0, false, List.of()), "An op needs at least one mode.");
    }

    @Test
    void labelsNamePipelineAndSegmentOnlyWhereThereAreSeveral() {
        Mode mode = new Mode(1, List.of());
        assertThat(new Op(OpKind.F, 0, 3, 5, 0, false, List.of(mode)).label()).isEqualTo("F(stage 3, micro-batch 5)");
        assertThat(new Op(OpKind.I, 1, 3, 5, 2, false, List.of(mode)).label())
                .isEqualTo("I(pipeline 1, stage 3, micro-batch 5, segment 2)");
    }

    @Test
    void buffersRefuseEmptySizesAndRepeatedReleases() {
        refused(() -> new Buffer(0, 0, 0, List.of()), "A buffer has size 0, expected at least 1.");
        refused(() -> new Buffer(0, 1, 0, List.of(4, 4)), "A buffer names a releasing op twice: [4, 4].");
    }

    @Test
    void conditionsHoldInTheirModesAndNeverForAbsentOps() {
        refused(() -> new Condition(0, List.of(1, 1)), "A condition names a mode twice: [1, 1].");
        assertThat(Condition.present(0).holdsIn(4)).isTrue();
        assertThat(Condition.present(0).holdsIn(-1)).isFalse();
        assertThat(new Condition(0, List.of(1, 2)).holdsIn(2)).isTrue();
        assertThat(new Condition(0, List.of(1, 2)).holdsIn(0)).isFalse();
    }

    @Test
    void lagsDependOnModesAsTheirTableSays() {
        Lag table = new Lag.ByModes(List.of(List.of(0L, 7L), List.of(3L, 9L)));
        assertThat(table.between(1, 0)).isEqualTo(3);
        assertThat(table.between(0, 1)).isEqualTo(7);
        assertThat(table.smallest()).isZero();
        assertThat(table.largest()).isEqualTo(9);
        assertThat(Lag.of(0)).isSameAs(Lag.NONE);
        assertThat(Lag.of(4).between(8, 9)).isEqualTo(4);
        assertThat(Lag.of(4).smallest()).isEqualTo(4);
        assertThat(Lag.of(4).largest()).isEqualTo(4);
    }

    @Test
    void lagsRefuseNegativeAndRaggedTables() {
        refused(() -> Lag.of(-1), "A lag is -1, expected at least 0.");
        refused(() -> new Lag.ByModes(List.of()), "A table of lags needs at least one row and one column.");
        refused(() -> new Lag.ByModes(List.of(List.of())), "A table of lags needs at least one row and one column.");
        refused(
                () -> new Lag.ByModes(List.of(List.of(1L), List.of(1L, 2L))),
                "The rows of a table of lags differ in length: [[1], [1, 2]].");
        refused(() -> new Lag.ByModes(List.of(List.of(-1L))), "A table of lags holds a negative value: [[-1]].");
    }

    @Test
    void presenceRulesRefuseRepetitionAndSelfImplication() {
        refused(
                () -> new PresenceRule.ExactlyOne(List.of()),
                "An exactly-one rule needs distinct ops, at least one: [].");
        refused(
                () -> new PresenceRule.ExactlyOne(List.of(1, 1)),
                "An exactly-one rule needs distinct ops, at least one: [1, 1].");
        refused(() -> new PresenceRule.Implies(2, 2), "Op 2 cannot imply itself.");
    }

    @Test
    void objectivesHaveNamesAndCeilingsAreNotNegative() {
        assertThat(Objective.MAKESPAN.name()).isEqualTo("MAKESPAN");
        assertThat(Objective.MAX_DEVICE_SPAN.name()).isEqualTo("MAX_DEVICE_SPAN");
        assertThat(new Objective.PeakMemory(0).name()).isEqualTo("PEAK_MEMORY");
        refused(() -> new Objective.PeakMemory(-1), "The makespan ceiling is -1, expected at least 0.");
    }
}
