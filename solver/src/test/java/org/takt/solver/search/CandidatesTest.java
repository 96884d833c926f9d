package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Problem;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.baseline.OneForwardOneBackward;
import org.takt.solver.baseline.PipelineShape;
import org.takt.solver.baseline.ScheduleFamily;

class CandidatesTest {
    private static final Problem PROBLEM = Instances.of(2, 4).problem();

    private final List<String> asked = new ArrayList<>();
    private final SolveOptions options = SolveOptions.DEFAULTS.withGap(0.5);
    private final Progress progress = new Progress(
            PROBLEM, options, SolveListener.NONE, new Deadline(options.timeLimit(), options.cancelToken()));
    private final Candidates candidates =
            new Candidates(PROBLEM, progress, List.of(family("first"), family("second"), family("third")));

    /** 1F1B under another name. */
    private ScheduleFamily family(String name) {
        return new ScheduleFamily() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Outcome orders(PipelineShape shape) {
                asked.add(name);
                return new OneForwardOneBackward().orders(shape);
            }
        };
    }

    private static Certificate bound(long value) {
        return Certificate.closedForm(value, "test", Certificate.WHOLE_PROBLEM);
    }

    private long value() {
        return progress.best().orElseThrow().report().value();
    }

    @Test
    void asksAllFamiliesWhereTheGapIsReachedButNothingProved() {
        candidates.offerFirst();
        progress.raiseBound(bound(value() - 1));
        assertThat(progress.isDone()).isTrue();
        candidates.offerAll();
        assertThat(asked).containsExactly("first", "second", "third");
    }

    @Test
    void asksNoFamilyOnceAScheduleIsProvedOptimal() {
        candidates.offerFirst();
        progress.raiseBound(bound(value()));
        candidates.offerAll();
        assertThat(asked).isEmpty();
    }
}
