package org.takt.solver.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.takt.model.problem.Mode;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;

/** The work that every schedule puts on a resource, in jobs: a mandatory op each, or an exactly-one group at its least. */
final class Workload {
    /**
     * Work that every schedule does on the resource.
     *
     * @param work ticks, at least 1
     * @param head least start of any of it, ticks
     * @param tail least time from the end of any of it to the end of the schedule, ticks
     * @param ops the ops one or more of which do it
     */
    record Job(long work, long head, long tail, List<Integer> ops) {}

    private final ProblemAnalysis analysis;
    private final int resource;
    private final List<Job> jobs = new ArrayList<>();
    private long total;

    private Workload(int resource, ProblemAnalysis analysis) {
        this.resource = resource;
        this.analysis = analysis;
    }

    /** Returns the jobs of a resource. The first question about a problem takes as long as {@link #perResource}. */
    static Workload of(int resource, ProblemAnalysis analysis) {
        return analysis.workloads().get(resource);
    }

    /** Returns the jobs of each resource. Takes O(size of the problem + resources × presence rules) time. */
    static List<Workload> perResource(ProblemAnalysis analysis) {
        Problem problem = analysis.problem();
        List<Workload> workloads = new ArrayList<>();
        for (int resource = 0; resource < problem.resources().size(); resource++) {
            workloads.add(new Workload(resource, analysis));
        }
        for (int op = 0; op < problem.ops().size(); op++) {
            if (analysis.isMandatory(op)) {
                for (int resource : problem.ops().get(op).modes().get(0).resources()) {
                    Workload workload = workloads.get(resource);
                    workload.addJob(workload.leastWork(op), List.of(op));
                }
            }
        }
        workloads.forEach(Workload::addGroups);
        return workloads;
    }

    /** Returns the jobs. */
    List<Job> jobs() {
        return jobs;
    }

    /** Returns the sum of all work, ticks. */
    long total() {
        return total;
    }

    /**
     * Returns when all work, and the tails behind it, can end at the earliest if jobs may be interrupted: Jackson's
     * preemptive schedule, which runs the available job with the longest tail and is optimal (Carlier, The one-machine
     * sequencing problem, 1982). It equals the largest over sets of jobs of least head + total work + least tail. Takes
     * O(jobs log jobs) time.
     */
    long preemptiveEnd() {
        List<Job> byHead = likeJobsAsOne();
        PriorityQueue<Remaining> available =
                new PriorityQueue<>(Comparator.comparingLong((Remaining job) -> -job.tail));
        long now = 0;
        long end = 0;
        int next = 0;
        while (next < byHead.size() || !available.isEmpty()) {
            if (available.isEmpty()) {
                now = Math.max(now, byHead.get(next).head());
            }
            while (next < byHead.size() && byHead.get(next).head() <= now) {
                available.add(
                        new Remaining(byHead.get(next).work(), byHead.get(next).tail()));
                next++;
            }
            Remaining job = available.element();
            long nextHead = next < byHead.size() ? byHead.get(next).head() : Long.MAX_VALUE;
            long run = Math.min(job.work, nextHead - now);
            now += run;
            job.work -= run;
            if (job.work == 0) {
                available.remove();
                end = Math.max(end, now + job.tail);
            }
        }
        return end;
    }

    /** Returns the jobs by head; of those with one head and one tail it does not matter which runs. */
    private List<Job> likeJobsAsOne() {
        List<Job> byHead = new ArrayList<>(jobs);
        byHead.sort((first, second) -> first.head() != second.head()
                ? Long.compare(first.head(), second.head())
                : Long.compare(first.tail(), second.tail()));
        List<Job> merged = new ArrayList<>();
        long work = 0;
        for (int index = 0; index < byHead.size(); index++) {
            Job job = byHead.get(index);
            work += job.work();
            boolean last = index + 1 == byHead.size()
                    || byHead.get(index + 1).head() != job.head()
                    || byHead.get(index + 1).tail() != job.tail();
            if (last) {
                merged.add(new Job(work, job.head(), job.tail(), job.ops()));
                work = 0;
            }
        }
        return merged;
    }

    private static final class Remaining {
        private long work;
        private final long tail;

        Remaining(long work, long tail) {
            this.work = work;
            this.tail = tail;
        }
    }

    /** A group's member brings along the optional ops it implies, unless another group's member may imply them too. */
    private void addGroups() {
        Set<Integer> counted = new HashSet<>();
        for (PresenceRule rule : analysis.problem().presenceRules()) {
            if (rule instanceof PresenceRule.ExactlyOne group
                    && group.ops().stream().noneMatch(counted::contains)) {
                addGroup(group.ops(), counted);
            }
        }
    }

    private void addGroup(List<Integer> members, Set<Integer> counted) {
        Set<Integer> all = new HashSet<>(members);
        long least = Long.MAX_VALUE;
        for (int member : members) {
            long work = leastWork(member);
            for (int implied : analysis.presence().impliedBy(member)) {
                if (!analysis.isMandatory(implied)
                        && !counted.contains(implied)
                        && !members.contains(implied)
                        && members.containsAll(analysis.presence().impliersOf(implied))) {
                    all.add(implied);
                    work += leastWork(implied);
                }
            }
            least = Math.min(least, work);
        }
        counted.addAll(all);
        addJob(least, List.copyOf(all));
    }

    private void addJob(long work, List<Integer> ops) {
        if (work > 0) {
            long head = Long.MAX_VALUE;
            long tail = Long.MAX_VALUE;
            for (int op : ops) {
                head = Math.min(head, analysis.head(op));
                tail = Math.min(tail, analysis.tail(op));
            }
            jobs.add(new Job(work, head, tail, ops));
            total += work;
        }
    }

    private long leastWork(int op) {
        long least = Long.MAX_VALUE;
        for (Mode mode : analysis.problem().ops().get(op).modes()) {
            least = Math.min(least, mode.resources().contains(resource) ? mode.duration() : 0);
        }
        return least;
    }
}
