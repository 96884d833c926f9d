package org.takt.solver.symmetry;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
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
    /** In place of a micro-batch: the ops belong to none, or to several. */
    private static final int NONE = -1;

    private static final int SEVERAL = -2;

    private final Problem problem;

    /** What stands for each op in traits: its role, or itself where it belongs to no micro-batch. */
    private final Object[] nodes;

    private final Map<Object, Integer> traits = new HashMap<>();
    private final Map<Integer, Map<Role, Integer>> opsByMicroBatch = new TreeMap<>();
    private final Map<Integer, List<Integer>> traitsByMicroBatch = new HashMap<>();
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
        this.nodes = nodes(problem);
    }

    private static Object[] nodes(Problem problem) {
        Map<Role, List<Integer>> occurrences = new HashMap<>();
        Object[] nodes = new Object[problem.ops().size()];
        for (int op = 0; op < nodes.length; op++) {
            occurrences
                    .computeIfAbsent(Role.of(problem.ops().get(op)), role -> new ArrayList<>())
                    .add(op);
        }
        occurrences.forEach((role, ops) -> ops.forEach(op -> nodes[op] = ops.size() == 1 ? op : role));
        return nodes;
    }

    /**
     * Returns the groups of at least two micro-batches, those with the lowest micro-batch first. Takes O(n log n) time for
     * n ops, precedences and buffers, however many micro-batches they belong to.
     */
    public static List<Group> find(Problem problem) {
        return new InterchangeableMicroBatches(problem).groups();
    }

    private List<Group> groups() {
        for (int op = 0; op < nodes.length; op++) {
            collectOp(op);
        }
        problem.precedences().forEach(this::collectPrecedence);
        problem.buffers().forEach(this::collectBuffer);
        problem.presenceRules().forEach(this::collectRule);
        return equalTraits();
    }

    private void collectOp(int index) {
        if (nodes[index] instanceof Role role) {
            Op op = problem.ops().get(index);
            Integer twin = opsByMicroBatch
                    .computeIfAbsent(op.microBatch(), microBatch -> new LinkedHashMap<>())
                    .put(role, index);
            if (twin != null) {
                tied.set(op.microBatch());
            }
            addTrait(List.of(index), new OpTrait(role, op.optional(), op.modes()));
        }
    }

    private void collectPrecedence(Precedence precedence) {
        addTrait(
                List.of(precedence.before(), precedence.after()),
                new PrecedenceTrait(nodes[precedence.before()], nodes[precedence.after()], precedence.lag()));
    }

    private void collectBuffer(Buffer buffer) {
        List<Integer> ops = new ArrayList<>(buffer.releasedBy());
        ops.add(buffer.takenAt());
        Map<Object, Integer> conditions = new HashMap<>();
        for (Condition condition : buffer.conditions()) {
            ops.add(condition.op());
            conditions.merge(new ConditionTrait(nodes[condition.op()], condition.modes()), 1, Integer::sum);
        }
        addTrait(
                ops,
                new BufferTrait(
                        buffer.device(),
                        buffer.size(),
                        nodes[buffer.takenAt()],
                        countNodes(buffer.releasedBy()),
                        conditions));
    }

    private void collectRule(PresenceRule rule) {
        if (rule instanceof PresenceRule.ExactlyOne exactlyOne) {
            addTrait(exactlyOne.ops(), new AlternativesTrait(countNodes(exactlyOne.ops())));
        } else if (rule instanceof PresenceRule.Implies implies) {
            addTrait(
                    List.of(implies.op(), implies.required()),
                    new ImplicationTrait(nodes[implies.op()], nodes[implies.required()]));
        }
    }

    private Map<Object, Integer> countNodes(Collection<Integer> ops) {
        Map<Object, Integer> counts = new HashMap<>();
        ops.forEach(op -> counts.merge(nodes[op], 1, Integer::sum));
        return counts;
    }

    /** Notes the trait for the micro-batch of the ops; several micro-batches in one trait are tied to each other. */
    private void addTrait(List<Integer> ops, Object trait) {
        int microBatch = microBatch(ops);
        if (microBatch == SEVERAL) {
            ops.stream()
                    .filter(op -> nodes[op] instanceof Role)
                    .forEach(op -> tied.set(problem.ops().get(op).microBatch()));
        } else if (microBatch != NONE) {
            traitsByMicroBatch
                    .computeIfAbsent(microBatch, key -> new ArrayList<>())
                    .add(traits.computeIfAbsent(trait, key -> traits.size()));
        }
    }

    /** Returns the micro-batch that all those of the ops belong to that belong to one. */
    private int microBatch(List<Integer> ops) {
        int found = NONE;
        for (int op : ops) {
            int microBatch = nodes[op] instanceof Role ? problem.ops().get(op).microBatch() : found;
            if (found != NONE && microBatch != found) {
                return SEVERAL;
            }
            found = microBatch;
        }
        return found;
    }

    private List<Group> equalTraits() {
        traitsByMicroBatch.values().forEach(numbers -> numbers.sort(Comparator.naturalOrder()));
        Map<List<Integer>, List<Integer>> alike = new LinkedHashMap<>();
        for (int microBatch : opsByMicroBatch.keySet()) {
            if (!tied.get(microBatch)) {
                alike.computeIfAbsent(traitsByMicroBatch.getOrDefault(microBatch, List.of()), key -> new ArrayList<>())
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
