package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Problem;

/**
 * Parts of a problem that repeat, such as micro-batches of equal cost: what follows from paths through one holds for
 * all. A part is a set of ops that precedences connect, without optional ops and conditions; two are replicas if, in
 * index order, their ops agree in least durations and links, and their buffers in devices, sizes, takers and releases.
 * Immutable; takes O(size of the problem) time to build.
 */
final class Replicas {
    private final int[] originalOp;
    private final int[] originalBuffer;

    Replicas(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        int[] part = parts(analysis);
        int[] place = new int[part.length];
        Part[] partOf = new Part[part.length];
        for (int op = 0; op < part.length; op++) {
            partOf[op] = part[op] == op ? new Part(analysis, place) : partOf[part[op]];
            place[op] = partOf[op].size;
            partOf[op].addOp(op);
        }
        for (int buffer = 0; buffer < problem.buffers().size(); buffer++) {
            partOf[problem.buffers().get(buffer).takenAt()].buffers.add(buffer);
        }
        originalOp = new int[part.length];
        originalBuffer = new int[problem.buffers().size()];
        Map<Part, Part> originals = new HashMap<>();
        for (int op = 0; op < part.length; op++) {
            Part own = partOf[op];
            if (part[op] == op) {
                Part known = own.isPlain() ? originals.putIfAbsent(own, own) : null;
                own.copyTo(originalOp, originalBuffer, known == null ? own : known);
            }
        }
    }

    /** Returns the counterpart of an op in the first part like its own; the op itself if it is in the first. */
    int originalOp(int op) {
        return originalOp[op];
    }

    /** Returns the counterpart of a buffer, by index, in the first part like its own; never above the buffer's own index. */
    int originalBuffer(int buffer) {
        return originalBuffer[buffer];
    }

    /** Returns for each op the lowest op that precedences connect it to. */
    private static int[] parts(ProblemAnalysis analysis) {
        int[] part = new int[analysis.problem().ops().size()];
        Arrays.setAll(part, op -> op);
        for (int op = 0; op < part.length; op++) {
            for (int index = 0; index < analysis.successors(op); index++) {
                int one = root(part, op);
                int other = root(part, analysis.successor(op, index));
                part[Math.max(one, other)] = Math.min(one, other);
            }
        }
        for (int op = 0; op < part.length; op++) {
            part[op] = root(part, op);
        }
        return part;
    }

    private static int root(int[] part, int op) {
        int root = op;
        while (part[root] != root) {
            part[root] = part[part[root]];
            root = part[root];
        }
        return root;
    }

    /** Equal to parts that repeat it. */
    private static final class Part {
        private final ProblemAnalysis analysis;
        private final SureLinks links;
        private final int[] place;
        private int[] ops = new int[32];
        private int size;
        private final List<Integer> buffers = new ArrayList<>();

        Part(ProblemAnalysis analysis, int[] place) {
            this.analysis = analysis;
            this.links = analysis.before();
            this.place = place;
        }

        void addOp(int op) {
            if (size == ops.length) {
                ops = Arrays.copyOf(ops, 2 * size);
            }
            ops[size++] = op;
        }

        boolean isPlain() {
            for (int at = 0; at < size; at++) {
                if (!analysis.isMandatory(ops[at])) {
                    return false;
                }
            }
            for (int buffer : buffers) {
                if (!buffer(buffer).conditions().isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        void copyTo(int[] originalOp, int[] originalBuffer, Part original) {
            for (int at = 0; at < size; at++) {
                originalOp[ops[at]] = original.ops[at];
            }
            for (int at = 0; at < buffers.size(); at++) {
                originalBuffer[buffers.get(at)] = original.buffers.get(at);
            }
        }

        private Buffer buffer(int index) {
            return analysis.problem().buffers().get(index);
        }

        @Override
        public int hashCode() {
            long hash = size;
            for (int at = 0; at < size; at++) {
                hash = 31 * hash + analysis.shortest(ops[at]);
            }
            for (int buffer : buffers) {
                hash = 31 * hash + buffer(buffer).size();
            }
            return Long.hashCode(hash);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Part that && hasEqualOps(that) && hasEqualBuffers(that);
        }

        private boolean hasEqualOps(Part that) {
            if (size != that.size) {
                return false;
            }
            for (int at = 0; at < size; at++) {
                if (analysis.shortest(ops[at]) != analysis.shortest(that.ops[at])
                        || !hasEqualLinks(ops[at], that.ops[at])) {
                    return false;
                }
            }
            return true;
        }

        /** Among mandatory ops each link has one neighbour. */
        private boolean hasEqualLinks(int own, int other) {
            int count = links.end(own) - links.first(own);
            if (links.end(other) - links.first(other) != count) {
                return false;
            }
            int ofOwn = links.firstNeighbour(links.first(own));
            int ofOther = links.firstNeighbour(links.first(other));
            for (int index = 0; index < count; index++) {
                if (place[links.op(ofOwn + index)] != place[links.op(ofOther + index)]
                        || links.lag(ofOwn + index) != links.lag(ofOther + index)) {
                    return false;
                }
            }
            return true;
        }

        private boolean hasEqualBuffers(Part that) {
            if (buffers.size() != that.buffers.size()) {
                return false;
            }
            for (int at = 0; at < buffers.size(); at++) {
                if (!areEqual(buffer(buffers.get(at)), buffer(that.buffers.get(at)))) {
                    return false;
                }
            }
            return true;
        }

        private boolean areEqual(Buffer own, Buffer other) {
            if (own.device() != other.device()
                    || own.size() != other.size()
                    || place[own.takenAt()] != place[other.takenAt()]
                    || own.releasedBy().size() != other.releasedBy().size()) {
                return false;
            }
            for (int index = 0; index < own.releasedBy().size(); index++) {
                if (place[own.releasedBy().get(index)]
                        != place[other.releasedBy().get(index)]) {
                    return false;
                }
            }
            return true;
        }
    }
}
