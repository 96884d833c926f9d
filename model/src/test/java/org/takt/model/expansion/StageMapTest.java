package org.takt.model.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Placement;

class StageMapTest {
    private static StageMap map(Placement placement, int devices, int stages) {
        return StageMap.of(
                Instances.of(devices, 4).stages(stages).placement(placement).instance());
    }

    private static List<Integer> devices(StageMap map, int pipeline) {
        return IntStream.range(0, map.stages())
                .mapToObj(stage -> map.device(pipeline, stage))
                .toList();
    }

    private static List<Integer> devices(Placement placement, int devices, int stages) {
        StageMap map = map(placement, devices, stages);
        assertThat(map.pipelines()).isEqualTo(1);
        return devices(map, 0);
    }

    @Test
    void aLoopStartsOverAtTheFirstDevice() {
        assertThat(devices(new Placement.Loop(), 3, 6)).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void aVComesBackTheWayItWent() {
        assertThat(devices(new Placement.V(), 3, 6)).containsExactly(0, 1, 2, 2, 1, 0);
        assertThat(devices(new Placement.V(), 2, 6)).containsExactly(0, 1, 1, 0, 0, 1);
        assertThat(devices(new Placement.V(), 3, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void aWaveIsTheVWalkedSeveralTimes() {
        assertThat(devices(new Placement.Wave(2), 2, 8)).containsExactly(0, 1, 1, 0, 0, 1, 1, 0);
    }

    @Test
    void anExplicitPlacementIsAnyMap() {
        assertThat(devices(new Placement.Explicit(List.of(2, 0, 2)), 3, 3)).containsExactly(2, 0, 2);
    }

    @Test
    void theSecondDirectionMirrorsTheFirst() {
        StageMap loop = map(new Placement.Bidirectional(new Placement.Loop()), 3, 3);
        StageMap v = map(new Placement.Bidirectional(new Placement.V()), 2, 4);

        assertThat(loop.pipelines()).isEqualTo(2);
        assertThat(devices(loop, 0)).containsExactly(0, 1, 2);
        assertThat(devices(loop, 1)).containsExactly(2, 1, 0);
        assertThat(devices(v, 0)).containsExactly(0, 1, 1, 0);
        assertThat(devices(v, 1)).containsExactly(1, 0, 0, 1);
    }

    @Test
    void microBatchesAlternateBetweenTheDirectionsUnlessTheySayOtherwise() {
        StageMap map = StageMap.of(Instances.of(2, 4)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .direction(3, 0)
                .instance());

        assertThat(IntStream.range(0, 4).mapToObj(map::pipelineOf)).containsExactly(0, 1, 0, 0);
    }
}
