package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.solver.baseline.PipelineShape;

/** Four devices, of which 1F1B begins with 4, 3, 2 and 1 forwards, each of which takes one unit until its backward. */
class WarmUpMemoryTest {
    private static Instances pipeline(int microBatches) {
        return Instances.of(4, microBatches).backward(Backward.SPLIT).memory(0, 1, 0, 0);
    }

    private static WarmUpMemory of(Instances instances) {
        return WarmUpMemory.of(PipelineShape.of(instances.problem()).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8, AT_MOST_HALF",
        "2, 8, AT_MOST_HALF",
        "3, 8, SCARCE",
        "4, 8, EXACT",
        "5, 8, AMPLE",
        "2, 3, SCARCE",
        "3, 3, AMPLE"
    })
    void comparesWhatFitsWithTheForwardsOf1F1B(long limit, int microBatches, WarmUpMemory expected) {
        assertThat(of(pipeline(microBatches).limit(limit))).isEqualTo(expected);
    }

    @Test
    void isThatOfTheDeviceWithTheLeast() {
        assertThat(of(pipeline(8))).isEqualTo(WarmUpMemory.AMPLE);
        assertThat(of(pipeline(8).limit(5).constantMemory(1, 2))).isEqualTo(WarmUpMemory.EXACT);
        assertThat(of(pipeline(8).limit(5).constantMemory(1, 3))).isEqualTo(WarmUpMemory.SCARCE);
        assertThat(of(pipeline(8).limit(5).constantMemory(1, 4))).isEqualTo(WarmUpMemory.AT_MOST_HALF);
    }
}
