package org.takt.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Communication;
import org.takt.model.instance.ContextExchange;
import org.takt.model.instance.DeviceSpec;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Link;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.PassRates;
import org.takt.model.instance.Placement;
import org.takt.model.instance.Provenance;
import org.takt.model.instance.StageMemory;
import org.takt.model.instance.StageSpec;
import org.takt.model.instance.TokenMemory;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/**
 * Builds small instances fluently. Starts from a plain pipeline: one stage per device, every cost 1, no memory, no
 * communication, fused backwards, least makespan. Devices are called d0, d1, ….
 */
public final class Instances {
    private final List<DeviceSpec> devices = new ArrayList<>();
    private final List<StageSpec> stages = new ArrayList<>();
    private final List<MicroBatch> microBatches = new ArrayList<>();
    private final List<Communication.Edge> edges = new ArrayList<>();
    private Optional<ContextExchange> contextExchange = Optional.empty();
    private Link link = new Link.Latency(0);
    private Placement placement = new Placement.Loop();
    private Backward backward = Backward.FUSED;
    private Objective objective = Objective.MAKESPAN;

    private Instances(int deviceCount, int microBatchCount) {
        for (int device = 0; device < deviceCount; device++) {
            devices.add(new DeviceSpec("d" + device, OptionalLong.empty(), 1000, 0));
        }
        for (int microBatch = 0; microBatch < microBatchCount; microBatch++) {
            microBatches.add(MicroBatch.PLAIN);
        }
        stages(deviceCount);
    }

    /** Starts a plain pipeline. */
    public static Instances of(int devices, int microBatches) {
        return new Instances(devices, microBatches);
    }

    /** Sets the number of stages, each with costs 1 and no memory. */
    public Instances stages(int count) {
        stages.clear();
        for (int stage = 0; stage < count; stage++) {
            stages.add(new StageSpec(1, 1, 1, OptionalLong.empty(), StageMemory.NONE));
        }
        return this;
    }

    /** Sets the costs of every stage; a full backward costs the sum of the last two. */
    public Instances costs(long forward, long backwardInput, long backwardWeight) {
        for (int stage = 0; stage < stages.size(); stage++) {
            stageCosts(stage, forward, backwardInput, backwardWeight);
        }
        return this;
    }

    /** Sets everything of one stage. */
    public Instances stage(int stage, StageSpec spec) {
        stages.set(stage, spec);
        return this;
    }

    /** Sets what tokens add to the costs of every stage. */
    public Instances perMillionTokens(PassRates rates) {
        stages.replaceAll(stage -> with(stage, stage.memory(), rates, stage.perMillionTokensSquared()));
        return this;
    }

    /** Sets what attention adds to the costs of every stage. */
    public Instances perMillionTokensSquared(PassRates rates) {
        stages.replaceAll(stage -> with(stage, stage.memory(), stage.perMillionTokens(), rates));
        return this;
    }

    /** Sets what tokens add to the memory of every stage. */
    public Instances perMillionTokens(TokenMemory memory) {
        stages.replaceAll(stage -> with(
                stage,
                stage.memory().withPerMillionTokens(memory),
                stage.perMillionTokens(),
                stage.perMillionTokensSquared()));
        return this;
    }

    private static StageSpec with(StageSpec stage, StageMemory memory, PassRates linear, PassRates quadratic) {
        return new StageSpec(
                stage.forward(),
                stage.backwardInput(),
                stage.backwardWeight(),
                stage.backward(),
                memory,
                linear,
                quadratic);
    }

    /** Sets the costs of one stage; a full backward costs the sum of the last two. */
    public Instances stageCosts(int stage, long forward, long backwardInput, long backwardWeight) {
        StageMemory memory = stages.get(stage).memory();
        stages.set(stage, new StageSpec(forward, backwardInput, backwardWeight, OptionalLong.empty(), memory));
        return this;
    }

    /** Sets the cost of every full backward. */
    public Instances fullBackward(long cost) {
        stages.replaceAll(stage -> new StageSpec(
                stage.forward(), stage.backwardInput(), stage.backwardWeight(), OptionalLong.of(cost), stage.memory()));
        return this;
    }

    /** Sets the memory of every stage. */
    public Instances memory(long constant, long activation, long keptForWeight, long gradient) {
        for (int stage = 0; stage < stages.size(); stage++) {
            stageMemory(stage, new StageMemory(constant, activation, keptForWeight, gradient));
        }
        return this;
    }

    /** Sets the memory of one stage. */
    public Instances stageMemory(int stage, StageMemory memory) {
        StageSpec costs = stages.get(stage);
        stages.set(
                stage,
                new StageSpec(
                        costs.forward(), costs.backwardInput(), costs.backwardWeight(), costs.backward(), memory));
        return this;
    }

    /** Sets the memory limit of every device. */
    public Instances limit(long memoryLimit) {
        devices.replaceAll(device -> new DeviceSpec(
                device.name(), OptionalLong.of(memoryLimit), device.speedPermille(), device.constantMemory()));
        return this;
    }

    /** Sets the memory that a device holds beside its stages. */
    public Instances constantMemory(int device, long units) {
        DeviceSpec spec = devices.get(device);
        devices.set(device, new DeviceSpec(spec.name(), spec.memoryLimit(), spec.speedPermille(), units));
        return this;
    }

    /** Sets the speed of a device in thousandths. */
    public Instances speed(int device, long permille) {
        DeviceSpec spec = devices.get(device);
        devices.set(device, new DeviceSpec(spec.name(), spec.memoryLimit(), permille, spec.constantMemory()));
        return this;
    }

    /** Sets the factors of a micro-batch in thousandths. */
    public Instances microBatch(int index, long costPermille, long activationPermille) {
        microBatches.set(
                index,
                new MicroBatch(
                        costPermille,
                        activationPermille,
                        microBatches.get(index).direction()));
        return this;
    }

    /** Sets everything of a micro-batch. */
    public Instances microBatch(int index, MicroBatch microBatch) {
        microBatches.set(index, microBatch);
        return this;
    }

    /** Sets the pipeline a micro-batch runs through under a bidirectional placement. */
    public Instances direction(int index, int pipeline) {
        MicroBatch plain = microBatches.get(index);
        microBatches.set(
                index, new MicroBatch(plain.costPermille(), plain.activationPermille(), OptionalInt.of(pipeline)));
        return this;
    }

    /** Makes every link a lag. */
    public Instances latency(long time) {
        link = new Link.Latency(time);
        return this;
    }

    /** Makes every link exclusive. */
    public Instances exclusive(long time, long latency) {
        link = new Link.Exclusive(time, latency);
        return this;
    }

    /** Gives one ordered pair of devices a link of its own. */
    public Instances edge(int from, int to, Link own) {
        edges.add(new Communication.Edge(from, to, own));
        return this;
    }

    /** Has devices exchange context. */
    public Instances contextExchange(long latency, int beforePermille, int afterPermille) {
        contextExchange = Optional.of(new ContextExchange(latency, beforePermille, afterPermille));
        return this;
    }

    /** Sets the placement. */
    public Instances placement(Placement other) {
        placement = other;
        return this;
    }

    /** Places each stage on the given device. */
    public Instances explicit(Integer... deviceOfStage) {
        return placement(new Placement.Explicit(List.of(deviceOfStage)));
    }

    /** Sets how backwards are cut. */
    public Instances backward(Backward other) {
        backward = other;
        return this;
    }

    /** Sets the objective. */
    public Instances objective(Objective other) {
        objective = other;
        return this;
    }

    /** Returns the instance. */
    public Instance instance() {
        return new Instance(
                "fixture",
                "",
                "us",
                "MiB",
                devices,
                stages,
                placement,
                new Communication(link, edges, contextExchange),
                microBatches,
                backward,
                objective,
                Optional.of(new Provenance(Provenance.Kind.SYNTHETIC, "fixture", Map.of())));
    }

    /** Returns the problem of the instance. */
    public Problem problem() {
        return Expander.expand(instance());
    }
}
