package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.solver.baseline.Families.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.Instances;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;

/**
 * The rebuilt automatic scheduler against the authors' own: equal in maximal device span at ZB-1p's and ZB-2p's memory on
 * all 21 settings, elsewhere no longer but for the exceptions listed.
 */
class ZeroBubbleAutomaticTest {
    private static final ScheduleFamily FAMILY = new ZeroBubbleAutomatic();

    /**
     * Where the authors' scheduler finds a shorter span than the rebuilt one, and what the rebuilt one finds (bubble rate):
     * one of the 153 points of their sweeps. The paper does not say in which order stages decide; here the last stage decides
     * first, which is better at 18 points.
     */
    private static final Map<String, Double> WORSE_RATES = Map.of("p16_m128 1.875", 0.00905);

    /** The same in ticks among the 81 spans of the table: two that are longer by 0.02 %, for the same reason. */
    private static final Map<String, Long> LONGER_SPANS =
            Map.of("p=32 m=96 F=9458 limit 1.25", 2830608L, "p=32 m=128 F=9469 limit 1.25", 3682359L);

    /** Left out of the sweeps for the time they take; the table of spans has them. */
    private static final Set<String> MANY_MICRO_BATCHES = Set.of("p24_m192", "p32_m256");

    record Row(int devices, int microBatches, long[] numbers, double limit, long makespan, long span) {
        Instances instance() {
            return Instances.of(devices, microBatches)
                    .costs(numbers[0], numbers[1], numbers[2])
                    .latency(numbers[3])
                    .memory(0, numbers[4], numbers[4] + numbers[5], 0)
                    .limit(numbers[7])
                    .backward(Backward.SPLIT);
        }

        @Override
        public String toString() {
            return "p=" + devices + " m=" + microBatches + " F=" + numbers[0] + " limit " + limit;
        }
    }

    static Stream<Row> rows() {
        return PublishedTables.read("zero_bubble_heuristic_values.csv").stream()
                .skip(1)
                .filter(cells -> !cells[10].equals("1F1B order"))
                .map(cells -> new Row(
                        Integer.parseInt(cells[0]),
                        Integer.parseInt(cells[1]),
                        Stream.of(cells)
                                .skip(2)
                                .limit(8)
                                .mapToLong(Long::parseLong)
                                .toArray(),
                        Double.parseDouble(cells[10]),
                        Long.parseLong(cells[11]),
                        Long.parseLong(cells[12])));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theSpanIsThePublishedOneOrShorter(Row row) {
        Problem problem = row.instance().objective(Objective.MAX_DEVICE_SPAN).problem();
        long span = report(problem, FAMILY).maxDeviceSpan();
        if (row.limit() == 1.0 || row.limit() == 2.0) {
            assertThat(span).isEqualTo(row.span());
        } else {
            assertThat(span).isLessThanOrEqualTo(LONGER_SPANS.getOrDefault(row.toString(), row.span()));
        }
    }

    static Stream<Row> rowsAtTheMemoryOf1F1B() {
        return rows().filter(row -> row.limit() == 1.0);
    }

    @ParameterizedTest
    @MethodSource("rowsAtTheMemoryOf1F1B")
    void atTheMemoryOf1F1BItHasTheFiguresOfZbH1(Row row) {
        Problem problem = row.instance().problem();
        Report automatic = report(problem, FAMILY);
        Report handcrafted = report(problem, ZeroBubbleHandcrafted.H1);
        assertThat(automatic.makespan()).isEqualTo(handcrafted.makespan());
        assertThat(automatic.peakMemory()).isEqualTo(handcrafted.peakMemory());
    }

    record Point(String setting, String limit, double bubbleRate, List<Long> numbers) {
        Problem problem() {
            long activation = numbers.get(6);
            int devices = numbers.get(0).intValue();
            return Instances.of(devices, numbers.get(1).intValue())
                    .costs(numbers.get(2), numbers.get(3), numbers.get(4))
                    .latency(numbers.get(5))
                    .memory(0, activation, activation + numbers.get(7), 0)
                    .limit(new BigDecimal(limit)
                            .multiply(BigDecimal.valueOf(devices * activation))
                            .longValue())
                    .backward(Backward.SPLIT)
                    .objective(Objective.MAX_DEVICE_SPAN)
                    .problem();
        }

        @Override
        public String toString() {
            return setting + " " + limit;
        }
    }

    static Stream<Point> points() {
        Map<String, List<Long>> settings = PublishedValuesTest.arxivTimes();
        List<String[]> table = PublishedTables.read("zero_bubble_memory_curves.csv");
        List<Point> points = new ArrayList<>();
        for (String[] cells : table) {
            for (int column = 2; column < cells.length && cells[0].equals("ZB"); column++) {
                String setting = table.get(0)[column];
                if (!MANY_MICRO_BATCHES.contains(setting)) {
                    points.add(new Point(setting, cells[1], Double.parseDouble(cells[column]), settings.get(setting)));
                }
            }
        }
        assertThat(points).hasSize(119);
        return points.stream();
    }

    @ParameterizedTest
    @MethodSource("points")
    void theBubbleRateIsThePublishedOneOrSmallerAtEveryLimit(Point point) {
        double rate = report(point.problem(), FAMILY).publishedBubbleRate();
        double rounding = 0.000005;
        assertThat(rate).isLessThanOrEqualTo(WORSE_RATES.getOrDefault(point.toString(), point.bubbleRate()) + rounding);
    }

    /** The examples in the authors' code, with the spans that it finds; 193 and 183 are proved to be optimal. */
    @Test
    void itFindsTheSpansOfTheAuthorsExamples() {
        assertThat(span(Instances.of(4, 12).costs(5, 6, 4).memory(0, 2, 1, 0).limit(10)))
                .isEqualTo(193);
        assertThat(span(Instances.of(4, 12).costs(5, 6, 4).memory(0, 2, 1, 0).limit(14)))
                .isEqualTo(183);
        assertThat(span(Instances.of(4, 12)
                        .costs(5478, 5806, 3534)
                        .latency(200)
                        .memory(0, 2, 1, 0)
                        .limit(32)))
                .isEqualTo(178898);
        assertThat(span(Instances.of(32, 16).memory(0, 2, 1, 0).limit(64))).isEqualTo(95);
        assertThat(span(Instances.of(8, 32)
                        .costs(29850, 29767, 18868)
                        .latency(466)
                        .memory(0, 3720, 1672, 0)
                        .limit(16 * 3720)))
                .isEqualTo(2517463);
    }

    @Test
    void onTheHeterogeneousProfileTheBusiestDeviceNeverIdles() throws IOException {
        Instance profile = InstanceReader.read(Path.of("../instances/zero-bubble/zb-heterogeneous-p8-m32.json"));
        Problem problem = Expander.expand(profile.withObjective(Objective.MAX_DEVICE_SPAN));
        assertThat(report(problem, FAMILY).maxDeviceSpan()).isEqualTo(3623744);
    }

    private static long span(Instances instances) {
        return report(
                        instances
                                .backward(Backward.SPLIT)
                                .objective(Objective.MAX_DEVICE_SPAN)
                                .problem(),
                        FAMILY)
                .maxDeviceSpan();
    }

    @Test
    void itSaysSoWhenNoOrderFitsTheMemory() {
        Problem problem = Instances.of(2, 2)
                .memory(0, 2, 1, 1)
                .limit(2)
                .backward(Backward.SPLIT)
                .problem();
        assertThat(FAMILY.orders(PipelineShape.of(problem).orElseThrow()))
                .isEqualTo(new ScheduleFamily.Outcome.DoesNotApply("ZB-auto found no order within the memory limits."));
    }
}
