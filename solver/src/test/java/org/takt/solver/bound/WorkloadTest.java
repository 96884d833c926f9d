package org.takt.solver.bound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.PresenceRule;
import org.takt.model.problem.Problem;
import org.takt.solver.oracle.RandomProblems;

class WorkloadTest {
    private static Workload workload(Problem problem) {
        return Workload.of(0, new ProblemAnalysis(problem));
    }

    @Test
    void preemptiveEndIsTheLargestSumOverSetsOfJobs() {
        int severalJobs = 0;
        for (int seed = 0; seed < 500; seed++) {
            ProblemAnalysis analysis = new ProblemAnalysis(RandomProblems.any(seed));
            for (int resource = 0; resource < analysis.problem().resources().size(); resource++) {
                Workload workload = Workload.of(resource, analysis);
                assertThat(workload.preemptiveEnd()).as("seed %s", seed).isEqualTo(largestSum(workload.jobs()));
                severalJobs += workload.jobs().size() > 2 ? 1 : 0;
            }
        }
        assertThat(severalJobs).isGreaterThan(100);
    }

    private static long largestSum(List<Workload.Job> jobs) {
        long largest = 0;
        for (int set = 1; set < 1 << jobs.size(); set++) {
            long head = Long.MAX_VALUE;
            long work = 0;
            long tail = Long.MAX_VALUE;
            for (int job = 0; job < jobs.size(); job++) {
                if ((set >> job & 1) == 1) {
                    head = Math.min(head, jobs.get(job).head());
                    work += jobs.get(job).work();
                    tail = Math.min(tail, jobs.get(job).tail());
                }
            }
            largest = Math.max(largest, head + work + tail);
        }
        return largest;
    }

    /** Either 7, or 3 with the 2 that it brings along; what both bring along is counted once, with the group. */
    @Test
    void aGroupIsOneJobWithWhatItsMembersImply() {
        Problems problems = Problems.of(1);
        int slow = problems.optional(OpKind.B, 0, 0, 7, 0);
        int quick = problems.optional(OpKind.I, 0, 0, 3, 0);
        int implied = problems.optional(OpKind.W, 0, 0, 2, 0);
        problems.rule(new PresenceRule.ExactlyOne(List.of(slow, quick))).rule(new PresenceRule.Implies(quick, implied));

        assertThat(workload(problems.problem()).jobs()).singleElement().satisfies(job -> assertThat(job.work())
                .isEqualTo(5));
        problems.rule(new PresenceRule.Implies(slow, implied));
        assertThat(workload(problems.problem()).total()).isEqualTo(5);
        assertThat(workload(problems.problem()).jobs().get(0).ops()).containsExactlyInAnyOrder(slow, quick, implied);
    }

    /** The two groups may share the op in the middle, and then 3 is all that is sure. */
    @Test
    void overlappingGroupsCountOnce() {
        Problems problems = Problems.of(1);
        int first = problems.optional(OpKind.B, 0, 0, 9, 0);
        int shared = problems.optional(OpKind.I, 0, 0, 3, 0);
        int last = problems.optional(OpKind.W, 0, 0, 8, 0);
        problems.rule(new PresenceRule.ExactlyOne(List.of(first, shared)))
                .rule(new PresenceRule.ExactlyOne(List.of(shared, last)));

        assertThat(workload(problems.problem()).total()).isEqualTo(3);
    }
}
