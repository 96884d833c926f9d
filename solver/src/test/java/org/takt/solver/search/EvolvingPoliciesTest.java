package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.solver.heuristic.ListScheduler;

class EvolvingPoliciesTest {
    private static final int FOUNDERS = 60;

    private final Problem problem = Instances.of(16, 32)
            .costs(5, 6, 4)
            .backward(Backward.SPLIT)
            .memory(0, 2, 1, 0)
            .limit(16)
            .problem();

    @Test
    void findWhatTheFirstRandomOnesDoNot() {
        List<Long> ends = ends(400);
        long founders = Collections.min(ends.subList(0, FOUNDERS));
        assertThat(Collections.min(ends)).isLessThan(founders);
    }

    @Test
    void areTheSameEveryTime() {
        assertThat(ends(100)).isEqualTo(ends(100));
    }

    private List<Long> ends(int restarts) {
        EvolvingPolicies way = new EvolvingPolicies(problem);
        ListScheduler scheduler = ListScheduler.of(problem, false).orElseThrow();
        List<Long> ends = new ArrayList<>();
        for (int number = 0; number < restarts; number++) {
            way.schedule(scheduler, false, number, number, () -> false)
                    .ifPresent(schedule -> ends.add(schedule.lastEnd(problem.ops())));
        }
        return ends;
    }
}
