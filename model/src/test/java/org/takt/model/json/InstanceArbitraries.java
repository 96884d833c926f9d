package org.takt.model.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Link;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.Segmentation;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/** Random instances with every field, choice and default, small and large numbers, and any text. */
public final class InstanceArbitraries {
    /** Everything that depends on the number of devices and stages. */
    private record Shape(int devices, int stages, Placement placement) {}

    private InstanceArbitraries() {}

    /** Returns instances of up to five devices and about thirty stages. */
    public static Arbitrary<Instance> instances() {
        return shapes().flatMap(InstanceArbitraries::instances);
    }

    private static Arbitrary<Instance> instances(Shape shape) {
        boolean twoPipelines = shape.placement() instanceof Placement.Bidirectional;
        Arbitrary<List<String>> texts = Combinators.combine(
                        text(), text(), text(), Arbitraries.strings().ofMaxLength(20))
                .as((name, timeUnit, memoryUnit, description) ->
                        List.of(name, timeUnit, memoryUnit, whole(description)));
        // Where costs or memory depend on tokens, every micro-batch has some; elsewhere it may.
        Arbitrary<List<StageSpec>> stages = repeated(stage(), shape.stages());
        return stages.flatMap(known ->
                instances(shape, texts, known, known.stream().anyMatch(StageSpec::dependsOnTokens), twoPipelines));
    }

    private static Arbitrary<Instance> instances(
            Shape shape,
            Arbitrary<List<String>> texts,
            List<StageSpec> known,
            boolean needTokens,
            boolean twoPipelines) {
        return Combinators.combine(
                        texts,
                        devices(shape.devices()),
                        Arbitraries.just(known),
                        communication(shape.devices()),
                        Arbitraries.integers()
                                .between(1, 6)
                                .flatMap(count -> repeated(microBatch(twoPipelines, needTokens), count)),
                        Arbitraries.of(Backward.class),
                        objective(),
                        provenance().optional())
                .as((text, devices, stages, communication, microBatches, backward, objective, provenance) ->
                        new Instance(
                                text.get(0),
                                text.get(3),
                                text.get(1),
                                text.get(2),
                                devices,
                                stages,
                                shape.placement(),
                                communication,
                                microBatches,
                                backward,
                                steadyIfAlike(objective, microBatches, twoPipelines),
                                provenance));
    }

    private static Arbitrary<Shape> shapes() {
        return Arbitraries.integers().between(1, 5).flatMap(devices -> Arbitraries.integers()
                .between(1, 3)
                .flatMap(chunks -> Arbitraries.oneOf(
                        Arbitraries.of(
                                new Shape(devices, devices * chunks, new Placement.Loop()),
                                new Shape(devices, devices * chunks, new Placement.V()),
                                new Shape(devices, 2 * devices * chunks, new Placement.Wave(chunks)),
                                new Shape(devices, devices * chunks, new Placement.Bidirectional(new Placement.Loop())),
                                new Shape(devices, devices * chunks, new Placement.Bidirectional(new Placement.V()))),
                        Arbitraries.integers()
                                .between(0, devices - 1)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(2 * devices)
                                .map(map -> new Shape(devices, map.size(), new Placement.Explicit(map))))));
    }

    private static Arbitrary<List<DeviceSpec>> devices(int count) {
        Arbitrary<List<String>> names = Arbitraries.oneOf(
                Arbitraries.of("gpu", "node ", "a0").map(prefix -> IntStream.range(0, count)
                        .mapToObj(index -> prefix + index)
                        .toList()),
                text().list().ofSize(count).uniqueElements());
        return Combinators.combine(names, repeated(device(), count)).as((name, figures) -> IntStream.range(0, count)
                .mapToObj(index -> new DeviceSpec(
                        name.get(index),
                        figures.get(index).memoryLimit(),
                        figures.get(index).speedPermille(),
                        figures.get(index).constantMemory()))
                .toList());
    }

    private static Arbitrary<DeviceSpec> device() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, Problem.MAX_TOTAL).optional(),
                        Arbitraries.oneOf(
                                Arbitraries.just(1000L), Arbitraries.longs().between(1, 1_000_000)),
                        amount())
                .as((limit, speed, constant) -> new DeviceSpec("", optional(limit), speed, constant));
    }

    private static Arbitrary<StageSpec> stage() {
        return Combinators.combine(amount(), amount(), amount(), amount().optional(), memory(), rates(), rates())
                .as((forward, input, weight, backward, memory, linear, quadratic) ->
                        new StageSpec(forward, input, weight, optional(backward), memory, linear, quadratic));
    }

    private static Arbitrary<PassRates> rates() {
        return Arbitraries.oneOf(
                Arbitraries.just(PassRates.NONE),
                Combinators.combine(amount(), amount(), amount(), amount().optional())
                        .as((forward, input, weight, backward) ->
                                new PassRates(forward, input, weight, optional(backward))));
    }

    private static Arbitrary<StageMemory> memory() {
        return Arbitraries.oneOf(
                Arbitraries.just(StageMemory.NONE),
                Combinators.combine(amount(), amount(), amount(), amount(), tokenMemory())
                        .as((constant, kept, rest, gradient, byTokens) ->
                                new StageMemory(constant, kept + rest, kept, gradient, byTokens)));
    }

    private static Arbitrary<TokenMemory> tokenMemory() {
        return Arbitraries.oneOf(
                Arbitraries.just(TokenMemory.NONE),
                Combinators.combine(amount(), amount(), amount(), amount())
                        .as((kept, rest, gradient, keysAndValues) ->
                                new TokenMemory(kept + rest, kept, gradient, keysAndValues)));
    }

    private static Arbitrary<MicroBatch> microBatch(boolean twoPipelines, boolean needTokens) {
        Arbitrary<Long> factor =
                Arbitraries.oneOf(Arbitraries.just(1000L), Arbitraries.longs().between(0, 10_000));
        Arbitrary<Optional<Integer>> direction =
                twoPipelines ? Arbitraries.integers().between(0, 1).optional() : Arbitraries.just(Optional.empty());
        Arbitrary<MicroBatch> content =
                needTokens ? contents() : Arbitraries.oneOf(Arbitraries.just(MicroBatch.PLAIN), contents());
        return Combinators.combine(factor, factor, direction, content)
                .as((cost, activation, pipeline, tokens) -> new MicroBatch(
                        cost,
                        activation,
                        pipeline.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        tokens.sequences(),
                        tokens.segmentation(),
                        tokens.recomputedSegments()));
    }

    private static Arbitrary<MicroBatch> contents() {
        Arbitrary<Integer> count = Arbitraries.integers().between(1, 5);
        Arbitrary<Long> tokens = Arbitraries.longs().between(1, 3000);
        return Arbitraries.oneOf(
                tokens.list().ofMinSize(1).ofMaxSize(4).map(MicroBatch::packed),
                tokens.list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .map(lengths -> MicroBatch.of(
                                lengths.stream().mapToLong(Long::longValue).sum(), new Segmentation.Explicit(lengths))),
                Combinators.combine(count, count, tokens)
                        .as((segments, more, granularity) -> MicroBatch.of(
                                granularity * (segments + more), new Segmentation.Equal(segments, granularity))),
                Combinators.combine(count, count, tokens)
                        .as((segments, more, granularity) -> MicroBatch.of(
                                granularity * (segments + more), new Segmentation.Averaged(segments, granularity))),
                Combinators.combine(count, count, tokens)
                        .as((segments, more, granularity) -> MicroBatch.of(
                                granularity * (segments + more), new Segmentation.EqualCost(segments, granularity))),
                Combinators.combine(tokens, tokens)
                        .as((length, budget) -> MicroBatch.of(length, new Segmentation.Budget(budget + length / 7))
                                .withRecomputedSegments((int) (budget % 2))));
    }

    private static Arbitrary<Communication> communication(int devices) {
        Arbitrary<List<Communication.Edge>> edges = devices == 1
                ? Arbitraries.just(List.of())
                : Combinators.combine(
                                Arbitraries.integers().between(0, devices - 1),
                                Arbitraries.integers().between(1, devices - 1),
                                link())
                        .as((from, step, link) -> new Communication.Edge(from, (from + step) % devices, link))
                        .list()
                        .ofMaxSize(4)
                        .uniqueElements(edge -> List.of(edge.from(), edge.to()));
        return Combinators.combine(link(), edges).as(Communication::new);
    }

    private static Arbitrary<Link> link() {
        return Arbitraries.oneOf(
                amount().map(Link.Latency::new),
                Combinators.combine(amount(), amount()).as(Link.Exclusive::new));
    }

    /** Replaces one of the objectives where the instance may have a steady state. */
    private static Objective steadyIfAlike(Objective objective, List<MicroBatch> microBatches, boolean twoPipelines) {
        boolean alike = microBatches.stream().distinct().count() == 1;
        return alike && !twoPipelines && objective.equals(Objective.MAX_DEVICE_SPAN) ? Objective.PERIOD : objective;
    }

    private static Arbitrary<Objective> objective() {
        return Arbitraries.oneOf(
                Arbitraries.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN),
                Arbitraries.longs().between(0, Problem.MAX_TOTAL).map(Objective.PeakMemory::new));
    }

    private static Arbitrary<Provenance> provenance() {
        Arbitrary<Map<String, String>> details = Arbitraries.maps(
                        Arbitraries.strings().ofMaxLength(8).map(InstanceArbitraries::whole),
                        Arbitraries.strings().ofMaxLength(200).map(InstanceArbitraries::whole))
                .ofMaxSize(3)
                .map(LinkedHashMap::new);
        return Combinators.combine(Arbitraries.of(Provenance.Kind.class), text(), details)
                .as(Provenance::new);
    }

    /** Returns equal parts half of the time, which files write once. */
    private static <T> Arbitrary<List<T>> repeated(Arbitrary<T> part, int count) {
        return Arbitraries.oneOf(
                part.map(one -> Collections.nCopies(count, one)), part.list().ofSize(count));
    }

    /** Returns ticks or memory units so small that no sum leaves its range. */
    private static Arbitrary<Long> amount() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 30), Arbitraries.longs().between(0, 1_000_000_000L / 20));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().ofMaxLength(12).map(text -> "x" + whole(text));
    }

    /** Returns the text without surrogates, halves of which no file can hold. */
    private static String whole(String text) {
        return text.replaceAll("\\p{Cs}", "");
    }

    private static OptionalLong optional(Optional<Long> value) {
        return value.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
