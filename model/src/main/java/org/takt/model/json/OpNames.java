package org.takt.model.json;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;

/** Finds the ops of a problem by what files call them. */
final class OpNames {
    /** What tells an op from all others. */
    private record Name(OpKind kind, int pipeline, int stage, int microBatch, int segment) {
        static Name of(Op op) {
            return new Name(op.kind(), op.pipeline(), op.stage(), op.microBatch(), op.segment());
        }

        /** The hash of records would give stage s, micro-batch b that of stage s − 1, micro-batch b + 31. */
        @Override
        public int hashCode() {
            return Objects.hash(kind, pipeline, segment) + stage * 0x9E3779B1 + microBatch * 0x85EBCA77;
        }

        @Override
        public String toString() {
            return kind + " of " + (pipeline > 0 ? "pipeline " + pipeline + ", " : "") + "stage " + stage
                    + ", micro-batch " + microBatch + (segment > 0 ? ", segment " + segment : "");
        }
    }

    private final Map<Name, Integer> indices = new HashMap<>();
    private final Map<String, OpKind> kinds = new TreeMap<>();

    /**
     * Learns the names.
     *
     * @throws IllegalArgumentException if two ops have the same
     */
    OpNames(Problem problem) {
        for (int index = 0; index < problem.ops().size(); index++) {
            Op op = problem.ops().get(index);
            requireNew(indices.put(Name.of(op), index) == null, op);
            kinds.put(op.kind().name(), op.kind());
        }
    }

    /**
     * Checks that every op can be told from all others.
     *
     * @throws IllegalArgumentException if two ops have the same name
     */
    static void requireDistinct(Problem problem) {
        Set<Name> seen = new HashSet<>();
        problem.ops().forEach(op -> requireNew(seen.add(Name.of(op)), op));
    }

    private static void requireNew(boolean isNew, Op op) {
        if (!isNew) {
            throw new IllegalArgumentException("Two ops are called " + op.label() + ", expected one.");
        }
    }

    /** Appends the fields that tell which op it is, the kind under the given name. */
    static void append(StringBuilder out, String kindField, Op op) {
        out.append("{\"").append(kindField).append("\": \"").append(op.kind()).append('"');
        appendUnlessZero(out, "pipeline", op.pipeline());
        out.append(", \"stage\": ")
                .append(op.stage())
                .append(", \"microBatch\": ")
                .append(op.microBatch());
        appendUnlessZero(out, "segment", op.segment());
    }

    static void appendUnlessZero(StringBuilder out, String field, int value) {
        if (value != 0) {
            out.append(", \"").append(field).append("\": ").append(value);
        }
    }

    /** Returns the op that the fields name, by index, or nothing but problems. */
    Optional<Integer> read(ObjectCursor cursor, String kindField) {
        Optional<OpKind> kind = cursor.optional(kindField)
                .flatMap(value -> value instanceof JsonValue.Text text
                        ? Optional.ofNullable(kinds.get(text.value()))
                        : Optional.empty())
                .or(() -> cursor.choice(kindField, kinds));
        long pipeline = cursor.wholeOr("pipeline", Range.INDEX, 0);
        long stage = cursor.whole("stage", Range.INDEX);
        long microBatch = cursor.whole("microBatch", Range.INDEX);
        long segment = cursor.wholeOr("segment", Range.INDEX, 0);
        if (kind.isEmpty() || !cursor.isSound()) {
            return Optional.empty();
        }
        Name name = new Name(kind.get(), (int) pipeline, (int) stage, (int) microBatch, (int) segment);
        Optional<Integer> index = Optional.ofNullable(indices.get(name));
        if (index.isEmpty()) {
            cursor.problems().add(cursor.pointer(), "Found " + name + ", expected an op of the instance.");
        }
        return index;
    }
}
