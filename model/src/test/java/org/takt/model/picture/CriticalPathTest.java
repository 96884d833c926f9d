package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Problems;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

class CriticalPathTest {
    @Test
    void followsPrecedencesAndResourcesBackFromTheLastEnd() {
        Problems problems = Problems.of(2);
        int first = problems.op(OpKind.F, 0, 0, 3, 0);
        int second = problems.op(OpKind.F, 0, 1, 3, 0);
        int early = problems.op(OpKind.F, 1, 0, 2, 1);
        int last = problems.op(OpKind.F, 1, 1, 2, 1);
        problems.precede(first, early, 1).precede(second, last, 1);
        assertThat(path(problems.problem(), 0, 3, 4, 7))
                .containsExactly(
                        new CriticalPath.Step(first, CriticalPath.Reason.BEGIN, 0),
                        new CriticalPath.Step(second, CriticalPath.Reason.RESOURCE, 0),
                        new CriticalPath.Step(last, CriticalPath.Reason.PRECEDENCE, 0));
    }

    @Test
    void saysWhatWaitsForMemory() {
        Problems problems = Problems.of(2).device(0, 0, 1);
        int holder = problems.op(OpKind.F, 0, 0, 2, 0);
        int release = problems.op(OpKind.B, 0, 0, 5, 1);
        int taker = problems.op(OpKind.F, 0, 1, 1, 0);
        problems.precede(holder, release).buffer(0, 1, holder, release).buffer(0, 1, taker, taker);
        assertThat(path(problems.problem(), 0, 2, 7))
                .containsExactly(
                        new CriticalPath.Step(holder, CriticalPath.Reason.BEGIN, 0),
                        new CriticalPath.Step(release, CriticalPath.Reason.PRECEDENCE, 0),
                        new CriticalPath.Step(taker, CriticalPath.Reason.MEMORY, 0));
    }

    @Test
    void saysHowMuchTheScheduleDelaysAnOp() {
        Problems problems = Problems.of(1);
        int first = problems.op(OpKind.F, 0, 0, 2, 0);
        int last = problems.op(OpKind.F, 0, 1, 2, 0);
        assertThat(path(problems.problem(), 1, 8))
                .containsExactly(
                        new CriticalPath.Step(first, CriticalPath.Reason.BEGIN, 1),
                        new CriticalPath.Step(last, CriticalPath.Reason.RESOURCE, 5));
    }

    @Test
    void isEmptyWithoutOps() {
        assertThat(path(Problems.of(1).problem())).isEmpty();
    }

    private static List<CriticalPath.Step> path(Problem problem, long... starts) {
        return CriticalPath.of(problem, new Schedule(starts, new int[starts.length]))
                .steps();
    }
}
