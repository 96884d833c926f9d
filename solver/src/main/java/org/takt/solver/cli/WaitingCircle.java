package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.DeviceOrders;

/**
 * Says why device orders deadlock. Of the ops that never become ready each waits for another of them, by a precedence
 * or because that one is listed before it; so going from any of them to one it waits for, again and again, must come
 * back to an op seen before. O(n) for n ops and precedences.
 */
final class WaitingCircle {
    private final Problem problem;
    private final Map<Integer, Reason> reasons = new HashMap<>();

    /** What an op waits for. */
    private record Reason(int op, String how) {}

    private WaitingCircle(Problem problem, DeviceOrders orders, List<Integer> waiting) {
        this.problem = problem;
        Set<Integer> unready = new HashSet<>(waiting);
        for (Precedence precedence : problem.precedences()) {
            if (unready.contains(precedence.before()) && unready.contains(precedence.after())) {
                reasons.put(precedence.after(), new Reason(precedence.before(), "which it needs"));
            }
        }
        orders.orders().forEach((resource, order) -> {
            String listed = "which is listed before it on "
                    + problem.resources().get(resource).name();
            for (int index = 1; index < order.size(); index++) {
                if (unready.contains(order.get(index - 1)) && unready.contains(order.get(index))) {
                    reasons.putIfAbsent(order.get(index), new Reason(order.get(index - 1), listed));
                }
            }
        });
    }

    /**
     * Returns sentences that name the ops of one circle.
     *
     * @param waiting the ops that never become ready, at least one
     */
    static List<String> explain(Problem problem, DeviceOrders orders, List<Integer> waiting) {
        return new WaitingCircle(problem, orders, waiting).explain(waiting);
    }

    private List<String> explain(List<Integer> waiting) {
        List<String> sentences = new ArrayList<>();
        sentences.add("The ops wait for each other for ever: " + waiting.size() + " of them never start.");
        for (int op : circle(waiting.get(0))) {
            Reason reason = reasons.get(op);
            if (reason != null) {
                sentences.add(label(op) + " waits for " + label(reason.op()) + ", " + reason.how() + ".");
            }
        }
        return sentences;
    }

    private List<Integer> circle(int first) {
        Set<Integer> path = new LinkedHashSet<>();
        int op = first;
        while (path.add(op)) {
            Reason reason = reasons.get(op);
            if (reason == null) {
                return List.of();
            }
            op = reason.op();
        }
        List<Integer> walked = new ArrayList<>(path);
        return walked.subList(walked.indexOf(op), walked.size());
    }

    private String label(int op) {
        return problem.ops().get(op).label();
    }
}
