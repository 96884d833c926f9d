package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;

/** Makes inference of training: keeps the forwards of a problem whose links are lags. */
final class ForwardOnly {
    private ForwardOnly() {}

    /** Returns the problem's forwards with what lies between them; an activation is freed when its forward ends. */
    static Problem of(Problem training) {
        List<Op> forwards = new ArrayList<>();
        int[] index = new int[training.ops().size()];
        for (int op = 0; op < index.length; op++) {
            index[op] = forwards.size();
            if (training.ops().get(op).kind() == OpKind.F) {
                forwards.add(training.ops().get(op));
            }
        }
        List<Precedence> precedences = new ArrayList<>();
        for (Precedence precedence : training.precedences()) {
            if (isForward(training, precedence.before()) && isForward(training, precedence.after())) {
                precedences.add(
                        new Precedence(index[precedence.before()], index[precedence.after()], precedence.lag()));
            }
        }
        List<Buffer> buffers = new ArrayList<>();
        for (Buffer buffer : training.buffers()) {
            if (isForward(training, buffer.takenAt())) {
                int forward = index[buffer.takenAt()];
                buffers.add(new Buffer(buffer.device(), buffer.size(), forward, List.of(forward)));
            }
        }
        return new Problem(
                training.devices(),
                training.resources(),
                forwards,
                precedences,
                buffers,
                List.of(),
                training.objective());
    }

    private static boolean isForward(Problem problem, int op) {
        return problem.ops().get(op).kind() == OpKind.F;
    }
}
