package org.takt.model.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;

/** HelixPipe's placement (arXiv 2507.00394): weights round the devices, attention moved on by layer and micro-batch. */
class HelixTest {
    private static final StageSpec WEIGHTS =
            new StageSpec(1, 1, 1, OptionalLong.empty(), new StageMemory(100, 3, 2, 0));

    private static Instances helix(int devices, int layers, int microBatches) {
        Instances instances = Instances.of(devices, microBatches).stages(2 * layers + 1);
        for (int unit = 0; unit <= layers; unit++) {
            instances.stage(2 * unit, WEIGHTS);
        }
        return instances.placement(new Placement.Helix());
    }

    @Test
    void attentionOfEachMicroBatchIsOnTheDeviceOfLayerPlusOnePlusMicroBatch() {
        Problem problem = helix(4, 8, 10).problem();
        for (Op op : problem.ops()) {
            int device = op.modes().get(0).resources().get(0);
            int expected = op.stage() % 2 == 0 ? op.stage() / 2 : (op.stage() - 1) / 2 + 1 + op.microBatch();
            assertThat(device).as(op.toString()).isEqualTo(expected % 4);
        }
    }

    @Test
    void weightsAreHeldOnce() {
        assertThat(helix(4, 8, 10).problem().devices().stream().map(device -> device.constantMemory()))
                .containsExactly(300L, 200L, 200L, 200L);
    }

    @Test
    void fewerMicroBatchesThanDevicesAreFine() {
        assertThat(helix(4, 4, 2).problem().ops()).hasSize(2 * 2 * 9);
    }

    @Test
    void refusesStagesThatAreNotWeightsAndAttentionInTurn() {
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> helix(2, 2, 2)
                        .stages(4)
                        .placement(new Placement.Helix())
                        .problem())
                .withMessageContaining("Found 4 stages, expected an odd number of at least 3 for a helix placement");
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> helix(2, 2, 2).stage(3, WEIGHTS).problem())
                .withMessageContaining("/stages/3/memory/constant")
                .withMessageContaining("Found 100, expected 0: it is attention");
        assertThatExceptionOfType(InvalidInstanceException.class)
                .isThrownBy(() -> helix(2, 2, 2).objective(Objective.PERIOD).problem())
                .withMessageContaining("Found PERIOD with a helix placement");
    }
}
