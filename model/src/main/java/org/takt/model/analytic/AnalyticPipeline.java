package org.takt.model.analytic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.Link;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Objective;

/**
 * A model on GPUs: makes instances whose costs and memory are computed, layer by layer, not measured. A pass takes its
 * operations over what the GPUs that share a token do; an input gradient takes as many as the forward has with weights and twice those
 * of attention's core, a weight gradient as many as the forward has with weights. A device is a whole tensor- and
 * sequence-dividing group, its memory that of one GPU. Times are microseconds, memory KiB, rounded up; rates of time to nearest.
 *
 * @param model what is trained
 * @param stages its layers, stage by stage; see {@link LayerSplit}
 * @param gpu where
 * @param layout how it is spread
 * @param placement which device holds which stage: {@link Placement.Loop} or {@link Placement.V}
 * @param recomputation what the backward computes again
 * @param backward whether backwards are cut
 * @param efficiencyPermille which share of the GPU's peak passes reach, in thousandths, 1 to 1000, communication of tensor,
 *     context and expert parallelism included; the all-to-alls of {@link AllToAll} come on top
 */
public record AnalyticPipeline(
        ModelDescription model,
        List<List<Layer>> stages,
        Gpu gpu,
        ParallelLayout layout,
        Placement placement,
        Recomputation recomputation,
        Backward backward,
        long efficiencyPermille) {
    /** The unit of times. */
    public static final String TIME_UNIT = "us";

    /** The unit of memory. */
    public static final String MEMORY_UNIT = "KiB";

    /** Microseconds that a transfer takes beside its bytes. */
    public static final long TRANSFER_LATENCY = 10;

    private static final double UNIT_BYTES = 1024;

    /** @throws InvalidInstanceException if the stages are not those of the layout, the placement is neither loop nor v, the efficiency is out of range, or heads do not divide among ranks */
    public AnalyticPipeline {
        stages = stages.stream().map(List::copyOf).toList();
        List<InstanceProblem> problems = new ArrayList<>();
        if (stages.size() != layout.stages()) {
            problems.add(new InstanceProblem(
                    "/stages",
                    "Found " + stages.size() + " stages, expected the " + layout.stages() + " of the layout."));
        }
        if (!(placement instanceof Placement.Loop) && !(placement instanceof Placement.V)) {
            problems.add(new InstanceProblem(
                    "/placement", "Found the placement " + placement.type() + ", expected loop or v."));
        }
        if (efficiencyPermille < 1 || efficiencyPermille > 1000) {
            problems.add(
                    new InstanceProblem("/efficiency", "Found " + efficiencyPermille + " ‰, expected 1 to 1000 ‰."));
        }
        new HeadRules(layout, problems).check(stages);
        if (!problems.isEmpty()) {
            throw new InvalidInstanceException("Pipeline of " + model.name(), problems);
        }
    }

    /**
     * Returns the cost of a forward and a full backward through all stages, by which packings and cuts weigh micro-batches:
     * that of {@link Instance#cost()}.
     */
    public CostCurve cost() {
        CostCurve sum = CostCurve.ZERO;
        for (List<Layer> stage : stages) {
            StageSpec spec = spec(new StageWork(stage), StageMemory.NONE);
            sum = sum.plus(spec.forwardCost()).plus(spec.fullBackwardCost());
        }
        return sum;
    }

    /**
     * Returns the instance that trains on these micro-batches, each with the tokens of its sequences.
     *
     * @throws InvalidInstanceException with every problem, if a micro-batch has no tokens or the instance no meaning, or if
     *     attention scores are to be kept of sequences that are cut or not equally long
     */
    public Instance instance(String name, String description, List<MicroBatch> microBatches) {
        requireTokens(name, microBatches);
        List<StageSpec> specs = stages.stream()
                .map(StageWork::new)
                .map(work -> spec(work, memory(work, microBatches)))
                .toList();
        List<DeviceSpec> devices = IntStream.range(0, layout.pipeline())
                .mapToObj(device -> new DeviceSpec(
                        "gpu" + device, OptionalLong.of((long) (gpu.memoryBytes() / UNIT_BYTES)), 1000, 0))
                .toList();
        Instance silent = new Instance(
                name,
                description,
                TIME_UNIT,
                MEMORY_UNIT,
                devices,
                specs,
                placement,
                Communication.latency(0),
                microBatches,
                backward,
                Objective.MAKESPAN,
                Optional.empty());
        long meanTokens = meanTokens(silent.cost(), microBatches);
        return silent.withCommunication(communication(meanTokens))
                .withProvenance(new Derivation(this).provenance(meanTokens));
    }

    private void requireTokens(String name, List<MicroBatch> microBatches) {
        List<InstanceProblem> problems = new ArrayList<>();
        for (int index = 0; index < microBatches.size(); index++) {
            if (microBatches.get(index).sequences().isEmpty()) {
                problems.add(new InstanceProblem(
                        "/microBatches/" + index, "Found no tokens, expected those of at least one sequence."));
            }
        }
        if (microBatches.isEmpty()) {
            problems.add(new InstanceProblem("/microBatches", "There is no micro-batch, expected at least one."));
        }
        boolean equal = microBatches.stream()
                        .flatMap(microBatch -> microBatch.sequences().stream())
                        .distinct()
                        .count()
                <= 1;
        if (recomputation == Recomputation.NONE && (!equal || areCut(microBatches))) {
            problems.add(new InstanceProblem(
                    "/recomputation",
                    "Attention scores of sequences that are cut or not equally long are to be kept, expected selective or"
                            + " full recomputation: their memory is not in proportion to tokens."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInstanceException("Instance " + name, problems);
        }
    }

    private static boolean areCut(List<MicroBatch> microBatches) {
        return microBatches.stream().anyMatch(microBatch -> microBatch.segmentCount() > 1);
    }

    private StageMemory memory(StageWork work, List<MicroBatch> microBatches) {
        long sequence = microBatches.get(0).sequences().get(0);
        StageWork.TokenBytes held = work.held(layout, recomputation, backward, sequence, areCut(microBatches));
        return new StageMemory(
                (long) Math.ceil(work.constant(layout) / UNIT_BYTES),
                0,
                0,
                0,
                new TokenMemory(
                        perMillionTokens(held.activation()),
                        perMillionTokens(held.keptForWeight()),
                        perMillionTokens(held.gradient()),
                        perMillionTokens(held.keysAndValues())));
    }

    private StageSpec spec(StageWork work, StageMemory memory) {
        StageWork.Operations forward = work.forward();
        StageWork.Operations input = work.backwardInput(recomputation);
        StageWork.Operations weight = work.backwardWeight();
        AllToAll allToAll = new AllToAll(layout, gpu);
        double features = work.attentionFeatures();
        return new StageSpec(
                allToAll.latency(work.attentions()),
                allToAll.latency(work.attentions() + work.attentionsAgain(recomputation)),
                0,
                OptionalLong.empty(),
                memory,
                new PassRates(
                        ticks(forward.tokens()) + sending(allToAll, features),
                        ticks(input.tokens())
                                + sending(allToAll, features + work.attentionFeaturesAgain(recomputation)),
                        ticks(weight.tokens()),
                        OptionalLong.empty()),
                new PassRates(
                        ticks(forward.pairs() * 1e6),
                        ticks(input.pairs() * 1e6),
                        ticks(weight.pairs() * 1e6),
                        OptionalLong.empty()));
    }

    /** Returns the microseconds that 10^6 times as many operations take: 10^12 operations a second cancel out. */
    private long ticks(double operations) {
        return Math.round(operations / (layout.gpusOfToken() * (gpu.teraflops() * (efficiencyPermille / 1000.0))));
    }

    private static long sending(AllToAll allToAll, double features) {
        return Math.round(allToAll.microseconds(features) * 1e6);
    }

    private static long perMillionTokens(double bytes) {
        return (long) Math.ceil(bytes * 1e6 / UNIT_BYTES);
    }

    private static long meanTokens(CostCurve cost, List<MicroBatch> microBatches) {
        long tokens = microBatches.stream().mapToLong(MicroBatch::tokens).sum();
        long segments = microBatches.stream()
                .mapToLong(microBatch -> microBatch.segments(cost).size())
                .sum();
        return (tokens + segments - 1) / segments;
    }

    /** Returns links on which a transfer takes what the mean segment needs; the longest of all between two devices. */
    private Communication communication(long tokens) {
        long usual = transferTime(stages.get(0), tokens);
        Map<List<Integer>, Long> others = new LinkedHashMap<>();
        for (int stage = 0; stage + 1 < stages.size(); stage++) {
            long time = transferTime(stages.get(stage), tokens);
            int from = device(stage);
            int to = device(stage + 1);
            if (from != to) {
                others.merge(List.of(from, to), time, Math::max);
                others.merge(List.of(to, from), time, Math::max);
            }
        }
        List<Communication.Edge> edges = new ArrayList<>();
        others.forEach((pair, time) -> {
            if (time != usual) {
                edges.add(new Communication.Edge(pair.get(0), pair.get(1), new Link.Latency(time)));
            }
        });
        return new Communication(new Link.Latency(usual), edges);
    }

    private int device(int stage) {
        int devices = layout.pipeline();
        boolean upwards = placement instanceof Placement.V && stage / devices % 2 == 1;
        return upwards ? devices - 1 - stage % devices : stage % devices;
    }

    private long transferTime(List<Layer> stage, long tokens) {
        double bytes = new StageWork(stage).sent(layout) * tokens;
        return TRANSFER_LATENCY + (long) Math.ceil(bytes / (gpu.networkGigabytes() * 1e3));
    }
}
