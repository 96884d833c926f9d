package org.takt.model.verification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.takt.model.problem.Problem;

/**
 * Checks that no resource does two things at once in a steady state. Every op runs once in each period, so two periods in
 * a row, begun at the same instant for all ops, show every overlap of ops that are no longer than a period. O(n log n).
 */
final class CyclicResources {
    private final Problem problem;
    private final ProblemTables tables;
    private final TimedOps ops;
    private final long period;

    /** One run of an op: when it begins within the two periods, and the unit it belongs to. */
    private record Run(int op, long begin, long end, long unit) {}

    CyclicResources(Problem problem, ProblemTables tables, TimedOps ops, long period) {
        this.problem = problem;
        this.tables = tables;
        this.ops = ops;
        this.period = period;
    }

    void check(List<Violation> violations) {
        List<List<Run>> runs = new ArrayList<>();
        problem.resources().forEach(resource -> runs.add(new ArrayList<>()));
        for (int op : ops.byStart) {
            long begin = ops.start[op] % period;
            long end = begin + ops.end[op] - ops.start[op];
            long unit = -(ops.start[op] / period);
            int mode = ops.mode[op];
            for (int index = tables.firstResource[mode]; index < tables.firstResource[mode + 1]; index++) {
                List<Run> ofResource = runs.get(tables.resource[index]);
                ofResource.add(new Run(op, begin, end, unit));
                ofResource.add(new Run(op, begin + period, end + period, unit + 1));
            }
        }
        for (int resource = 0; resource < runs.size(); resource++) {
            check(resource, runs.get(resource), violations);
        }
    }

    /** As in a batch: an op of no duration takes no room at the ends of others, but may not stand inside one. */
    private void check(int resource, List<Run> runs, List<Violation> violations) {
        runs.sort(Comparator.comparingLong(Run::begin).thenComparingLong(Run::end));
        Run latest = runs.isEmpty() ? new Run(0, 0, 0, 0) : runs.get(0);
        for (Run run : runs.subList(Math.min(1, runs.size()), runs.size())) {
            // What overlaps within the second period does so within the first.
            boolean isNew = latest.begin() < period;
            if (isNew && run.begin() < latest.end()) {
                violations.add(overlap(resource, latest, run));
            }
            if (run.end() > latest.end()) {
                latest = run;
            }
        }
    }

    private Violation overlap(int resource, Run holder, Run run) {
        long later = run.unit() - holder.unit();
        return new Violation.ResourceOverlap(
                resource,
                holder.op(),
                run.op(),
                Math.min(run.end(), holder.end()) - run.begin(),
                label(run.op()) + " starts on "
                        + problem.resources().get(resource).name() + " "
                        + (holder.end() - run.begin()) + " ticks before " + label(holder.op())
                        + (later == 0
                                ? " of the same unit"
                                : " of the unit " + Math.abs(later) + (later > 0 ? " before" : " behind"))
                        + " ends there.");
    }

    private String label(int op) {
        return problem.ops().get(op).label();
    }
}
