package org.takt.solver.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Placement;
import org.takt.model.json.InstanceIndex;
import org.takt.model.json.InstanceWriter;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.DeviceReport;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.baseline.Baseline;
import org.takt.solver.baseline.Baselines;
import org.takt.solver.baseline.BuildingBlockFamily;
import org.takt.solver.baseline.InterleavedOneForwardOneBackward;
import org.takt.solver.baseline.OneForwardOneBackward;
import org.takt.solver.baseline.ScheduleFamily;
import org.takt.solver.baseline.Seq1F1B;
import org.takt.solver.baseline.ZeroBubbleAutomatic;
import org.takt.solver.baseline.ZeroBubbleV;
import org.takt.solver.heuristic.ListPolicy;
import org.takt.solver.heuristic.ListScheduler;

/** The committed files of the generated families are what their rules make, and what their names promise. */
class GeneratedFamiliesTest {
    private static final Path FOLDER = Path.of("../instances");
    private static final ListPolicy WARM_UP_OF_1F1B = new ListPolicy(100, false, 0, true, false);

    static List<InstanceFamily> families() {
        return InstanceFamilies.all();
    }

    @ParameterizedTest
    @MethodSource("families")
    void committedFilesAndTheirIndexAreTheGeneratedOnesByteForByte(InstanceFamily family) throws IOException {
        List<Instance> instances = family.instances();
        for (Instance instance : instances) {
            Path file = FOLDER.resolve(family.name()).resolve(instance.name() + ".json");
            assertThat(Files.readString(file)).as(instance.name()).isEqualTo(InstanceWriter.toJson(instance));
        }
        assertThat(InstanceIndex.read(FOLDER.resolve(InstanceIndex.FILE)).family(family.name()))
                .containsExactlyElementsOf(instances.stream()
                        .map(instance -> InstanceIndex.Entry.of(family.name(), instance))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyInstanceHasAScheduleWithinItsLimits(InstanceFamily family) {
        for (Instance instance : family.instances()) {
            Problem problem = Expander.expand(instance);
            Schedule schedule = ListScheduler.of(problem, false)
                    .flatMap(scheduler -> scheduler.schedule(WARM_UP_OF_1F1B))
                    .orElseThrow(() -> new AssertionError(instance.name() + " has no list schedule"));
            assertThat(new Verifier(problem).verify(schedule))
                    .as(instance.name())
                    .isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void thereAreAsManyAsTheRulesSay() {
        assertThat(new HeterogeneousFamily().instances()).hasSize(4 * 3 * 2 * 5);
        assertThat(new LargeFamily().instances()).hasSize(2 * 2 * 3);
        assertThat(new TopologyFamily().instances()).hasSize(2 * 2 * 2 + 2 * 2);
        assertThat(new Gpt3Family().instances()).hasSize(7);
        assertThat(new Llama3Family().instances()).hasSize(8);
        assertThat(new Qwen3Family().instances()).hasSize(8);
        assertThat(new DeepseekFamily().instances()).hasSize(7);
        assertThat(new LongContextFamily().instances()).hasSize(16);
        assertThat(new UnequalFamily().instances()).hasSize(2 * 3 * 3 * 2);
        assertThat(new SequencesFamily().instances()).hasSize(2 * 3);
        assertThat(new SegmentsFamily().instances()).hasSize(3 * 3);
        assertThat(new ChunkedFamily().instances())
                .as("shares everywhere, interleaved in loops, V-Half in Vs, V-Min where it is no half")
                .hasSize(4 * 6 * 3 + 2 * 6 + 6 + 2);
    }

    @Test
    void topologiesHaveTwoPipelinesOrLinksThatCarryOneTransferAtATime() {
        for (Instance instance : new TopologyFamily().instances()) {
            Problem problem = Expander.expand(instance);
            boolean exclusive = instance.name().contains("-exclusive-");
            assertThat(instance.placement() instanceof Placement.Bidirectional)
                    .as(instance.name())
                    .isEqualTo(!exclusive);
            assertThat(problem.ops().stream().anyMatch(op -> op.kind() == OpKind.SEND_F))
                    .as(instance.name())
                    .isEqualTo(exclusive);
        }
    }

    @Test
    void heterogeneousStagesFitOneForwardOneBackwardExactlyAtItsMemory() {
        for (Instance instance : new HeterogeneousFamily().instances()) {
            if (instance.name().endsWith("-1x")) {
                assertThat(peak(new OneForwardOneBackward(), instance))
                        .as(instance.name())
                        .isEqualTo(limit(instance));
            }
        }
    }

    @Test
    void unequalMicroBatchesFitOneForwardOneBackwardExactlyAtItsMemory() {
        for (Instance instance : new UnequalFamily().instances()) {
            if (instance.name().endsWith("-1x")) {
                assertThat(peak(new OneForwardOneBackward(), instance))
                        .as(instance.name())
                        .isEqualTo(limit(instance));
            }
        }
    }

    /** The figures of Seq1F1B's examples, 1000 ticks for a forward of a segment: the cut of equal cost is off by its rounding. */
    @ParameterizedTest
    @CsvSource({
        "p4-m8-s2-linear, 57000",
        "p4-m8-s4-linear, 105000",
        "p8-m16-s4-linear, 213000",
        "p4-m8-s4-causal-equal, 139875",
        "p4-m8-s4-causal-cost, 105098",
    })
    void segmentsTakeWithSeq1F1BWhatItsExamplesTakeAtExactlyItsMemory(String name, long makespan) {
        Instance instance = new SegmentsFamily()
                .instances().stream()
                        .filter(each -> each.name().equals("segments-" + name))
                        .findFirst()
                        .orElseThrow();

        assertThat(scheduled(new Seq1F1B(), instance).report().makespan()).isEqualTo(makespan);
        assertThat(peak(new Seq1F1B(), instance)).isEqualTo(limit(instance));
    }

    @Test
    void thePublishedHeuristicHasAScheduleOfEveryHeterogeneousInstance() {
        for (Instance instance : new HeterogeneousFamily().instances()) {
            assertThat(scheduled(new ZeroBubbleAutomatic(), instance).fits())
                    .as(instance.name())
                    .isTrue();
        }
    }

    @Test
    void publishedChunkedFamiliesNeedExactlyTheLimitsThatNameThem() {
        for (Instance instance : new ChunkedFamily().instances()) {
            String rule =
                    instance.provenance().orElseThrow().detail("memoryLimit").orElseThrow();
            for (ScheduleFamily family : List.of(
                    BuildingBlockFamily.V_MIN,
                    BuildingBlockFamily.V_HALF,
                    new ZeroBubbleV(),
                    new InterleavedOneForwardOneBackward())) {
                if (rule.contains("what " + family.name() + " needs")) {
                    assertThat(peak(family, instance)).as(instance.name()).isEqualTo(limit(instance));
                }
            }
        }
    }

    @Test
    void everyPublishedChunkedFamilyIsNamedOnEverySetting() {
        List<String> rules = new ChunkedFamily()
                .instances().stream()
                        .map(instance -> instance.provenance()
                                .orElseThrow()
                                .detail("memoryLimit")
                                .orElseThrow())
                        .toList();
        for (String family : List.of("V-Min", "V-Half", "ZB-V")) {
            assertThat(rules)
                    .filteredOn(rule -> rule.contains(family + " needs"))
                    .as(family)
                    .hasSize(6);
        }
        assertThat(rules).filteredOn(rule -> rule.contains("1F1B-I needs")).hasSize(12);
    }

    private static long limit(Instance instance) {
        List<Long> limits = instance.devices().stream()
                .map(DeviceSpec::memoryLimit)
                .map(limit -> limit.orElseThrow())
                .distinct()
                .toList();
        assertThat(limits).hasSize(1);
        return limits.get(0);
    }

    private static long peak(ScheduleFamily family, Instance instance) {
        return scheduled(family, instance).report().devices().stream()
                .mapToLong(DeviceReport::peakMemory)
                .max()
                .orElseThrow();
    }

    private static Baseline.Scheduled scheduled(ScheduleFamily family, Instance instance) {
        Baseline baseline = Baselines.of(Expander.expand(instance), family);
        assertThat(baseline.outcome()).as(instance.name()).isInstanceOf(Baseline.Scheduled.class);
        return (Baseline.Scheduled) baseline.outcome();
    }
}
