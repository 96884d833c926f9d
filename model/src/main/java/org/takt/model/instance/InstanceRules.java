package org.takt.model.instance;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/** The rules of meaning of an {@link Instance}: ranges, references, sizes. Collects all problems before it refuses. */
final class InstanceRules {
    /** The most ops an instance may expand to, so that a small file cannot ask for unbounded memory. */
    static final long MAX_OPS = 10_000_000;

    private final List<InstanceProblem> problems = new ArrayList<>();

    private InstanceRules() {}

    static void check(
            String name,
            String timeUnit,
            String memoryUnit,
            List<DeviceSpec> devices,
            List<StageSpec> stages,
            Placement placement,
            Communication communication,
            List<MicroBatch> microBatches,
            Objective objective,
            Optional<Provenance> provenance) {
        InstanceRules rules = new InstanceRules();
        rules.checkText("/name", "name", name);
        rules.checkText("/timeUnit", "unit", timeUnit);
        rules.checkText("/memoryUnit", "unit", memoryUnit);
        rules.checkDevices(devices);
        rules.checkStages(stages);
        rules.checkPlacement(placement, stages.size(), devices.size());
        if (placement instanceof Placement.Helix) {
            rules.checkHelix(stages);
        }
        rules.checkCommunication(communication, devices.size());
        rules.checkMicroBatches(microBatches, placement);
        new TokenRules(rules.problems).checkMicroBatches(stages, microBatches);
        if (objective instanceof Objective.PeakMemory peak) {
            rules.checkRange("/objective/makespanCeiling", peak.makespanCeiling(), 0, Problem.MAX_TOTAL);
        }
        if (objective instanceof Objective.Period) {
            rules.checkAlike(microBatches, placement);
        }
        provenance.ifPresent(given -> rules.checkText("/provenance/source", "source", given.source()));
        if (rules.problems.isEmpty()) {
            rules.checkSize(stages.size(), microBatches);
        }
        if (rules.problems.isEmpty()) {
            new TotalRules(rules.problems).check(devices, stages, placement, communication, microBatches);
        }
        if (!rules.problems.isEmpty()) {
            throw new InvalidInstanceException("Instance " + name, rules.problems);
        }
    }

    private void checkDevices(List<DeviceSpec> devices) {
        if (devices.isEmpty()) {
            add("/devices", "There is no device, expected at least one.");
        }
        Map<String, Integer> indexByName = new HashMap<>();
        for (int index = 0; index < devices.size(); index++) {
            DeviceSpec device = devices.get(index);
            String pointer = "/devices/" + index;
            checkText(pointer + "/name", "name", device.name());
            Integer earlier = indexByName.putIfAbsent(device.name(), index);
            if (earlier != null) {
                add(
                        pointer + "/name",
                        "The name \"" + device.name() + "\" is also the name of device " + earlier + ".");
            }
            if (device.memoryLimit().isPresent()) {
                checkRange(pointer + "/memoryLimit", device.memoryLimit().getAsLong(), 0, Problem.MAX_TOTAL);
            }
            checkRange(pointer + "/speedPermille", device.speedPermille(), 1, 1_000_000);
            checkRange(pointer + "/constantMemory", device.constantMemory(), 0, Problem.MAX_TOTAL);
        }
    }

    private void checkStages(List<StageSpec> stages) {
        if (stages.isEmpty()) {
            add("/stages", "There is no stage, expected at least one.");
        }
        for (int index = 0; index < stages.size(); index++) {
            StageSpec stage = stages.get(index);
            String pointer = "/stages/" + index;
            checkTime(pointer + "/forward", stage.forward());
            checkTime(pointer + "/backwardInput", stage.backwardInput());
            checkTime(pointer + "/backwardWeight", stage.backwardWeight());
            stage.backward().ifPresent(cost -> checkTime(pointer + "/backward", cost));
            new TokenRules(problems).checkStage(pointer, stage);
            StageMemory memory = stage.memory();
            checkMemory(pointer + "/memory/constant", memory.constant());
            checkMemory(pointer + "/memory/activation", memory.activation());
            checkMemory(pointer + "/memory/keptForWeight", memory.keptForWeight());
            checkMemory(pointer + "/memory/gradient", memory.gradient());
            if (memory.keptForWeight() > memory.activation()) {
                add(
                        pointer + "/memory/keptForWeight",
                        "Found " + memory.keptForWeight() + ", expected at most the activation, " + memory.activation()
                                + ".");
            }
        }
    }

    private void checkPlacement(Placement placement, int stages, int devices) {
        if (stages == 0 || devices == 0) {
            return;
        }
        if (placement instanceof Placement.Explicit explicit) {
            if (explicit.devices().size() != stages) {
                add(
                        "/placement/devices",
                        "Found " + explicit.devices().size() + " entries, expected one for each of the " + stages
                                + " stages.");
            }
            for (int stage = 0; stage < explicit.devices().size(); stage++) {
                checkRange("/placement/devices/" + stage, explicit.devices().get(stage), 0, devices - 1L);
            }
        } else if (placement instanceof Placement.Wave wave) {
            if (wave.waves() < 1 || stages != 2L * devices * wave.waves()) {
                add(
                        "/placement/waves",
                        "Found " + wave.waves() + " waves for " + stages + " stages on " + devices
                                + " devices, expected stages = 2 × devices × waves.");
            }
        } else if (!(placement instanceof Placement.Helix) && stages % devices != 0) {
            add(
                    "/placement",
                    "Found " + stages + " stages on " + devices + " devices, expected a multiple of the devices for a "
                            + placement.type() + " placement.");
        }
    }

    private void checkHelix(List<StageSpec> stages) {
        if (stages.size() % 2 == 0 || stages.size() < 3) {
            add(
                    "/placement",
                    "Found " + stages.size()
                            + " stages, expected an odd number of at least 3 for a helix placement: weights and attention in turn.");
        }
        for (int attention = 1; attention < stages.size(); attention += 2) {
            if (stages.get(attention).memory().constant() != 0) {
                add(
                        "/stages/" + attention + "/memory/constant",
                        "Found " + stages.get(attention).memory().constant()
                                + ", expected 0: it is attention, which a helix placement puts on every device.");
            }
        }
    }

    private void checkCommunication(Communication communication, int devices) {
        checkLink("/communication/default", communication.defaultLink());
        Set<List<Integer>> seen = new HashSet<>();
        for (int index = 0; index < communication.edges().size(); index++) {
            Communication.Edge edge = communication.edges().get(index);
            String pointer = "/communication/edges/" + index;
            if (devices > 0) {
                checkRange(pointer + "/from", edge.from(), 0, devices - 1L);
                checkRange(pointer + "/to", edge.to(), 0, devices - 1L);
            }
            if (edge.from() == edge.to()) {
                add(pointer + "/to", "Found device " + edge.to() + " at both ends, expected two devices.");
            }
            if (!seen.add(List.of(edge.from(), edge.to()))) {
                add(pointer, "The edge from device " + edge.from() + " to device " + edge.to() + " is given twice.");
            }
            checkLink(pointer, edge.link());
        }
    }

    private void checkLink(String pointer, Link link) {
        if (link instanceof Link.Latency latency) {
            checkTime(pointer + "/time", latency.time());
        } else if (link instanceof Link.Exclusive exclusive) {
            checkTime(pointer + "/time", exclusive.time());
            checkTime(pointer + "/latency", exclusive.latency());
        }
    }

    private void checkMicroBatches(List<MicroBatch> microBatches, Placement placement) {
        if (microBatches.isEmpty()) {
            add("/microBatches", "There is no micro-batch, expected at least one.");
        }
        for (int index = 0; index < microBatches.size(); index++) {
            MicroBatch microBatch = microBatches.get(index);
            String pointer = "/microBatches/" + index;
            checkRange(pointer + "/costPermille", microBatch.costPermille(), 0, 1_000_000_000);
            checkRange(pointer + "/activationPermille", microBatch.activationPermille(), 0, 1_000_000_000);
            if (microBatch.direction().isPresent()) {
                if (!(placement instanceof Placement.Bidirectional)) {
                    add(
                            pointer + "/direction",
                            "Found a direction, expected none: the placement is not bidirectional.");
                }
                checkRange(pointer + "/direction", microBatch.direction().getAsInt(), 0, 1);
            }
        }
    }

    /** A steady state repeats one micro-batch; a mixture would have to say in which order its parts come for ever. */
    private void checkAlike(List<MicroBatch> microBatches, Placement placement) {
        if (placement instanceof Placement.Bidirectional) {
            add(
                    "/objective/type",
                    "Found PERIOD with a bidirectional placement, expected another objective: micro-batches of two"
                            + " directions are not interchangeable.");
        }
        if (placement instanceof Placement.Helix) {
            add(
                    "/objective/type",
                    "Found PERIOD with a helix placement, expected another objective: micro-batches attend on different"
                            + " devices.");
        }
        for (int index = 1; index < microBatches.size(); index++) {
            if (!microBatches.get(index).equals(microBatches.get(0))) {
                add(
                        "/objective/type",
                        "Found PERIOD with micro-batches that differ (" + index
                                + " from 0), expected interchangeable ones or another objective.");
                return;
            }
        }
    }

    private void checkSize(int stages, List<MicroBatch> microBatches) {
        BigInteger segments = TotalRules.segments(microBatches);
        if (segments.multiply(BigInteger.valueOf(6L * stages)).compareTo(BigInteger.valueOf(MAX_OPS)) > 0) {
            boolean cut = segments.compareTo(BigInteger.valueOf(microBatches.size())) > 0;
            add(
                    "/microBatches",
                    "Found " + microBatches.size() + " micro-batches" + (cut ? " of " + segments + " segments" : "")
                            + " on " + stages + " stages, expected at most " + MAX_OPS
                            + " ops (up to six for each stage"
                            + " and " + (cut ? "segment" : "micro-batch") + ").");
        }
    }

    private void checkText(String pointer, String noun, String text) {
        if (text.isBlank()) {
            add(pointer, "The " + noun + " is blank, expected at least one visible character.");
        }
    }

    private void checkTime(String pointer, long ticks) {
        checkRange(pointer, ticks, 0, Problem.MAX_TOTAL);
    }

    private void checkMemory(String pointer, long units) {
        checkRange(pointer, units, 0, Problem.MAX_TOTAL);
    }

    private void checkRange(String pointer, long found, long least, long most) {
        if (found < least || found > most) {
            add(pointer, "Found " + found + ", expected " + least + " to " + most + ".");
        }
    }

    private void add(String pointer, String message) {
        problems.add(new InstanceProblem(pointer, message));
    }
}
