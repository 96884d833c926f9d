package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

/** Published figures of Chimera (arXiv 2107.06925) and BitPipe (arXiv 2410.19367), and where the two do not apply. */
class BidirectionalFamiliesTest {
    /** The values of the authors' own schedule generator, times in forwards of one stage. */
    @ParameterizedTest
    @CsvSource({
        "4, 4, 10, 16",
        "8, 8, 22, 36",
        "16, 16, 46, 76",
        "4, 8, 18, 30",
        "4, 16, 34, 58",
        "8, 16, 38, 66",
    })
    void chimeraHasThePublishedMakespans(int devices, int microBatches, long equalCosts, long doubleBackwards) {
        Instances chimera = chimera(devices, microBatches);
        assertThat(FamilyRun.of(chimera.fullBackward(1).problem(), Chimera.DIRECT)
                        .makespan())
                .isEqualTo(equalCosts);
        assertThat(FamilyRun.of(chimera.fullBackward(2).problem(), Chimera.DIRECT)
                        .makespan())
                .isEqualTo(doubleBackwards);
    }

    @Test
    void chimeraHasThePublishedPeaks() {
        assertThat(FamilyRun.of(chimera(4, 16).problem(), Chimera.DIRECT).peaks())
                .isEqualTo(List.of(3L, 4L, 4L, 3L));
        assertThat(FamilyRun.of(chimera(8, 8).problem(), Chimera.DIRECT).peaks())
                .isEqualTo(List.of(5L, 6L, 7L, 8L, 8L, 7L, 6L, 5L));
    }

    /** 27 is the proved optimum for twice Chimera's memory. */
    @Test
    void forwardDoublingIsOptimalForTwiceTheMemory() {
        FamilyRun run = FamilyRun.of(chimera(4, 8).problem(), Chimera.DOUBLED);
        assertThat(run.makespan()).isEqualTo(27);
        assertThat(run.peaks()).isEqualTo(List.of(7L, 8L, 8L, 7L));
    }

    /** Times in forwards of one of a device's four stages. The values for B = 2·F and N = 4 are proved optima. */
    @ParameterizedTest
    @CsvSource({"4, 4, 18, 28", "8, 8, 38, 60"})
    void bitPipeHasThePublishedMakespans(int devices, int microBatches, long equalCosts, long doubleBackwards) {
        Instances bitPipe = bitPipe(devices, microBatches);
        assertThat(FamilyRun.of(bitPipe.fullBackward(1).problem(), new BitPipe())
                        .makespan())
                .isEqualTo(equalCosts);
        assertThat(FamilyRun.of(bitPipe.fullBackward(2).problem(), new BitPipe())
                        .makespan())
                .isEqualTo(doubleBackwards);
    }

    @Test
    void bitPipeHasThePublishedPeaks() {
        assertThat(FamilyRun.of(bitPipe(4, 4).problem(), new BitPipe()).peaks()).isEqualTo(List.of(7L, 8L, 8L, 7L));
        assertThat(FamilyRun.of(bitPipe(8, 8).problem(), new BitPipe()).peaks())
                .isEqualTo(List.of(13L, 14L, 15L, 16L, 16L, 15L, 14L, 13L));
    }

    /** The paper's direct concatenation of two units is not the best that fits the memory of one. */
    @Test
    void concatenatedUnitsOfChimeraIdleBetweenThem() {
        Instances chimera = chimera(4, 8).limit(4);
        assertThat(FamilyRun.of(chimera.problem(), Chimera.DIRECT).makespan()).isEqualTo(30);
        assertThat(optimum(chimera)).isEqualTo(28);
    }

    @Test
    void concatenatedUnitsOfBitPipeIdleBetweenThem() {
        Instances bitPipe = bitPipe(4, 8).limit(8);
        assertThat(FamilyRun.of(bitPipe.problem(), new BitPipe()).makespan()).isEqualTo(54);
        assertThat(optimum(bitPipe)).isEqualTo(52);
    }

    private static long optimum(Instances instances) {
        Solution solution =
                Takt.solve(instances.instance(), SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)));
        assertThat(solution.status()).isEqualTo(Status.OPTIMAL);
        return solution.certificate().value();
    }

    @Test
    void splitBackwardsRunInPlaceOfFullOnes() {
        Instances chimera = chimera(4, 8);
        assertThat(FamilyRun.of(chimera.backward(Backward.EITHER).problem(), Chimera.DIRECT)
                        .makespan())
                .isEqualTo(30);
        assertThat(FamilyRun.of(chimera.backward(Backward.SPLIT).problem(), Chimera.DIRECT)
                        .makespan())
                .isLessThanOrEqualTo(30);
    }

    @Test
    void saysWhyItDoesNotApply() {
        assertThat(FamilyRun.reason(Instances.of(4, 4).problem(), Chimera.DIRECT))
                .isEqualTo(
                        "Chimera needs two pipelines with backwards in opposite directions, each with one stage on each device.");
        assertThat(FamilyRun.reason(bitPipe(4, 4).problem(), Chimera.DIRECT))
                .isEqualTo(
                        "Chimera needs two pipelines with backwards in opposite directions, each with one stage on each device.");
        assertThat(FamilyRun.reason(chimera(3, 4).problem(), Chimera.DIRECT))
                .isEqualTo("Chimera needs an even number of devices, found 3.");
        assertThat(FamilyRun.reason(chimera(4, 5).problem(), Chimera.DIRECT))
                .isEqualTo("Chimera needs as many micro-batches in one direction as in the other, found 3 and 2.");
        assertThat(FamilyRun.reason(chimera(4, 4).problem(), Chimera.DOUBLED))
                .isEqualTo("Chimera, forward doubling needs more micro-batches than devices, found 4 for 4.");
        assertThat(FamilyRun.reason(chimera(4, 4).problem(), new BitPipe()))
                .isEqualTo(
                        "BitPipe needs two pipelines with backwards in opposite directions, each in a V with two stages on each device.");
        assertThat(FamilyRun.reason(bitPipe(3, 4).problem(), new BitPipe()))
                .isEqualTo("BitPipe needs an even number of devices, found 3.");
        assertThat(FamilyRun.reason(bitPipe(4, 4).direction(0, 1).problem(), new BitPipe()))
                .isEqualTo("BitPipe needs as many micro-batches in one direction as in the other, found 1 and 3.");
    }

    /** Directions need not alternate. */
    @Test
    void takesMicroBatchesInAnyDirectionsThatBalance() {
        Problem problem = chimera(4, 4)
                .direction(0, 1)
                .direction(1, 1)
                .direction(2, 0)
                .direction(3, 0)
                .problem();
        assertThat(FamilyRun.of(problem, Chimera.DIRECT).makespan()).isEqualTo(16);
    }

    private static Instances chimera(int devices, int microBatches) {
        return Instances.of(devices, microBatches)
                .placement(new Placement.Bidirectional(new Placement.Loop()))
                .memory(0, 1, 0, 0);
    }

    private static Instances bitPipe(int devices, int microBatches) {
        return Instances.of(devices, microBatches)
                .stages(2 * devices)
                .placement(new Placement.Bidirectional(new Placement.V()))
                .memory(0, 1, 0, 0);
    }
}
