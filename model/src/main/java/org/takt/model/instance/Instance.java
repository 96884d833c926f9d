package org.takt.model.instance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.takt.model.problem.Objective;

/**
 * A pipeline-scheduling instance as an engineer states it. The constructor refuses, with
 * {@link InvalidInstanceException}, everything that has no meaning, all problems at once, each with the JSON pointer of
 * the place in an instance file it would have.
 *
 * @param name identifier, not blank
 * @param description what people should know, may be empty
 * @param timeUnit unit of one tick, such as {@code us}, not blank
 * @param memoryUnit unit of memory, such as {@code MiB}, not blank
 * @param devices the devices, at least one
 * @param stages the stages in pipeline order, at least one
 * @param placement which device holds which stage
 * @param communication the links between devices
 * @param microBatches the micro-batches, at least one
 * @param backward whether backwards are cut
 * @param objective what to minimise
 * @param provenance where the numbers come from
 */
public record Instance(
        String name,
        String description,
        String timeUnit,
        String memoryUnit,
        List<DeviceSpec> devices,
        List<StageSpec> stages,
        Placement placement,
        Communication communication,
        List<MicroBatch> microBatches,
        Backward backward,
        Objective objective,
        Optional<Provenance> provenance) {

    public Instance {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        Objects.requireNonNull(timeUnit);
        Objects.requireNonNull(memoryUnit);
        devices = List.copyOf(devices);
        stages = List.copyOf(stages);
        Objects.requireNonNull(placement);
        Objects.requireNonNull(communication);
        microBatches = List.copyOf(microBatches);
        Objects.requireNonNull(backward);
        Objects.requireNonNull(objective);
        Objects.requireNonNull(provenance);
        InstanceRules.check(
                name,
                timeUnit,
                memoryUnit,
                devices,
                stages,
                placement,
                communication,
                microBatches,
                backward,
                objective,
                provenance);
    }

    /** Returns the cost of a forward and a full backward through all stages, by which cuts of equal cost weigh segments. */
    public CostCurve cost() {
        CostCurve sum = CostCurve.ZERO;
        for (StageSpec stage : stages) {
            sum = sum.plus(stage.forwardCost()).plus(stage.fullBackwardCost());
        }
        return sum;
    }

    /** Returns the same instance with another objective. */
    public Instance withObjective(Objective other) {
        return with(communication, microBatches, backward, other, provenance);
    }

    /**
     * Returns the same instance with other micro-batches.
     *
     * @throws InvalidInstanceException if these have no meaning or are too many
     */
    public Instance withMicroBatches(List<MicroBatch> others) {
        return with(communication, others, backward, objective, provenance);
    }

    /**
     * Returns the same instance with other links.
     *
     * @throws InvalidInstanceException if these have no meaning
     */
    public Instance withCommunication(Communication other) {
        return with(other, microBatches, backward, objective, provenance);
    }

    /** Returns the same instance with another choice of backward. */
    public Instance withBackward(Backward other) {
        return with(communication, microBatches, other, objective, provenance);
    }

    /**
     * Returns the same instance with a provenance.
     *
     * @throws InvalidInstanceException if it has no meaning
     */
    public Instance withProvenance(Provenance other) {
        return with(communication, microBatches, backward, objective, Optional.of(other));
    }

    private Instance with(
            Communication links, List<MicroBatch> batch, Backward cut, Objective aim, Optional<Provenance> origin) {
        return new Instance(
                name, description, timeUnit, memoryUnit, devices, stages, placement, links, batch, cut, aim, origin);
    }
}
