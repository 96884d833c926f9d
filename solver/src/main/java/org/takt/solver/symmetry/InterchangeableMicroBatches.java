package org.takt.solver.symmetry;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Condition;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

/**
 * Finds micro-batches that may swap their ops in any schedule: every op of one has its counterpart in the other, of the
 * same kind, pipeline, stage and segment, with equal modes, and all precedences, buffers and presence rules carry over.
 * An op whose role occurs once in the problem, such as an optimizer step, belongs to no micro-batch and stays where it
 * is. Micro-batches that are tied to each other are never interchangeable here.
 */
public final class InterchangeableMicroBatches {
    private final Problem problem;
    private final Map<Role, Integer> occurrences = new HashMap<>();
    private final Map<Integer, Map<Role, Integer>> opsByMicroBatch = new TreeMap<>();
    private final Map<Integer, Map<Object, Integer>> traits = new HashMap<>();
    private final BitSet tied = new BitSet();

    /**
     * What an op is within its micro-batch.
     */
    public record Role(OpKind kind, int pipeline, int stage, int segment) {
        /** Returns the role of an op. */
        public static Role of(Op op) {
            return new Role(op.kind(), op.pipeline(), op.stage(), op.segment());
        }
    }

    /**
     * Micro-batches that may swap.
     *
     * @param ops for each role, the ops of the micro-batches, in order of micro-batch
     */
    public record Group(Map<Role, List<Integer>> ops) {
        /** Returns the number of micro-batches. */
        public int size() {
            return ops.values().iterator().next().size();
        }
    }

    private record OpTrait(Role role, boolean optional, Object modes) {}

    private record PrecedenceTrait(Object before, Object after, Object lag) {}

    private record BufferTrait(int device, long size, Object takenAt, Object releasedBy, Object conditions) {}

    private record ConditionTrait(Object op, Object modes) {}

    private record AlternativesTrait(Object ops) {}

    private record ImplicationTrait(Object op, Object required) {}

    private InterchangeableMicroBatches(Problem problem) {
        this.problem = problem;
    }

    /** Returns the groups of at least two micro-batches, those with the lowest micro-batch first. */
    public static List<Group> find(Problem problem) {
        return new InterchangeableMicroBatches(problem).groups();
    }

    private List<Group> groups() {
        problem.ops().forEach(op -> occurrences.merge(Role.of(op), 1, Integer::sum));
        for (int op = 0; op < problem.ops().size(); op++) {
            collectOp(op);
        }
        for (Precedence precedence : problem.precedences()) {
            List<Integer> ops = List.of(precedence.before(), precedence.after());
            addTrait(ops, new PrecedenceTrait(node(precedence.before()), node(precedence.after()), precedence.lag()));
        }
        problem.buffers().forEach(this::collectBuffer);
        problem.presenceRules().forEach(this::collectRule);
        return equalTraits();
    }

    private void collectOp(int index) {
        Op op = problem.ops().get(index);
        if (isFixed(index)) {
            return;
        }
        Integer twin = opsByMicroBatch
                .computeIfAbsent(op.microBatch(), microBatch -> new LinkedHashMap<>())
                .put(Role.of(op), index);
        if (twin != null) {
            tied.set(op.microBatch());
        }
        addTrait(List.of(index), new OpTrait(Role.of(op), op.optional(), op.modes()));
    }

    private void collectBuffer(Buffer buffer) {
        List<Integer> ops = new ArrayList<>(buffer.releasedBy());
        ops.add(buffer.takenAt());
        Map<Object, Integer> conditions = new HashMap<>();
        for (Condition condition : buffer.conditions()) {
            ops.add(condition.op());
            conditions.merge(new ConditionTrait(node(condition.op()), condition.modes()), 1, Integer::sum);
        }
        addTrait(
                ops,
                new BufferTrait(
                        buffer.device(),
                        buffer.size(),
                        node(buffer.takenAt()),
                        nodes(buffer.releasedBy()),
                        conditions));
    }

    private void collectRule(PresenceRule rule) {
        if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
            addTrait(exactlyOne.ops(), new AlternativesTrait(nodes(exactlyOne.ops())));
        } else if (rule instanceof PresenceRule.Implies implies) {
            addTrait(
                    List.of(implies.op(), implies.required()),
                    new ImplicationTrait(node(implies.op()), node(implies.required())));
        }
    }

    private boolean isFixed(int op) {
        return occurrences.getOrDefault(Role.of(problem.ops().get(op)), 0) == 1;
    }

    /** Returns what stands for the op in traits: its role, or itself where it belongs to no micro-batch. */
    private Object node(int op) {
        return isFixed(op) ? op : Role.of(problem.ops().get(op));
    }

    private Map<Object, Integer> nodes(Collection<Integer> ops) {
        Map<Object, Integer> nodes = new HashMap<>();
        ops.forEach(op -> nodes.merge(node(op), 1, Integer::sum));
        return nodes;
    }

    /** Counts the trait for the micro-batch of the ops; several micro-batches in one trait are tied to each other. */
    private void addTrait(List<Integer> ops, Object trait) {
        BitSet microBatches = new BitSet();
        for (int op : ops) {
            if (!isFixed(op)) {
                microBatches.set(problem.ops().get(op).microBatch());
            }
        }
        if (microBatches.cardinality() > 1) {
            tied.or(microBatches);
        } else if (!microBatches.isEmpty()) {
            traits.computeIfAbsent(microBatches.nextSetBit(0), microBatch -> new HashMap<>())
                    .merge(trait, 1, Integer::sum);
        }
    }

    private List<Group> equalTraits() {
        Map<Map<Object, Integer>, List<Integer>> alike = new LinkedHashMap<>();
        for (int microBatch : opsByMicroBatch.keySet()) {
            if (!tied.get(microBatch)) {
                alike.computeIfAbsent(traits.getOrDefault(microBatch, Map.of()), key -> new ArrayList<>())
                        .add(microBatch);
            }
        }
        List<Group> groups = new ArrayList<>();
        for (List<Integer> microBatches : alike.values()) {
            if (microBatches.size() > 1) {
                groups.add(group(microBatches));
            }
        }
        return groups;
    }

    private Group group(List<Integer> microBatches) {
        Map<Role, List<Integer>> ops = new LinkedHashMap<>();
        for (Role role :
                opsByMicroBatch.getOrDefault(microBatches.get(0), Map.of()).keySet()) {
            List<Integer> counterparts = new ArrayList<>();
            for (int microBatch : microBatches) {
                counterparts.add(
                        opsByMicroBatch.getOrDefault(microBatch, Map.of()).get(role));
            }
            ops.put(role, counterparts);
        }
        return new Group(ops);
    }
}
