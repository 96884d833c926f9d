package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.MeetingOrderBound;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.search.CertificateCheck.Outcome;
import org.takt.solver.search.CertificateCheck.Step;

/** Orders of meetings on some stages of a pipeline with room for three micro-batches, searched for and proved again. */
class MeetingSearchTest {
    private static final Problem PROBLEM = Instances.of(6, 12)
            .costs(4, 5, 3)
            .latency(1)
            .memory(0, 2, 1, 0)
            .limit(6)
            .backward(Backward.SPLIT)
            .problem();

    /** So many micro-batches that what pairs of stages allow for side by side is not enough. */
    private static final Problem LARGE = Instances.of(8, 24)
            .costs(4, 5, 3)
            .latency(1)
            .memory(0, 2, 1, 0)
            .limit(12)
            .backward(Backward.SPLIT)
            .problem();

    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1);

    private static final List<Certificate> RAISED = raised(PROBLEM, 60);

    private static List<Certificate> raised(Problem problem, double seconds) {
        List<Certificate> raised = new ArrayList<>();
        SolveListener listener = new SolveListener() {
            @Override
            public void onBound(Duration elapsed, Certificate certificate) {
                raised.add(certificate);
            }
        };
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), OPTIONS.cancelToken());
        Progress progress = new Progress(problem, OPTIONS, listener, deadline);
        new MeetingSearch(new ProblemAnalysis(problem), progress, new EngineRuns(OPTIONS, deadline, progress::isDone))
                .spend(seconds);
        return raised;
    }

    private static Certificate highest() {
        return RAISED.get(RAISED.size() - 1);
    }

    private static Step step(long value, List<Integer> stages, SolveOptions options) {
        return step(PROBLEM, value, new Derivation.Meetings(stages, 1000), options);
    }

    private static Step step(Problem problem, long value, Derivation.Meetings derivation, SolveOptions options) {
        List<Step> steps = new ArrayList<>();
        new CertificateCheck(
                        problem, new Certificate(value, "test", "test", "test", 0, derivation), options, steps::add)
                .run();
        assertThat(steps).hasSize(1);
        return steps.get(0);
    }

    private static List<Integer> stages() {
        return ((Derivation.Meetings) highest().derivation()).stages();
    }

    @Test
    void addsStagesUntilAllThatCountsIsThere() {
        assertThat(RAISED).hasSizeGreaterThan(2);
        assertThat(RAISED).isSortedAccordingTo((first, second) -> Long.compare(first.value(), second.value()));
        assertThat(((Derivation.Meetings) RAISED.get(0).derivation()).stages()).hasSize(1);
        assertThat(highest().value())
                .isEqualTo(new MeetingOrderBound()
                        .compute(new ProblemAnalysis(PROBLEM))
                        .value());
        Solution solution =
                new Search(PROBLEM, OPTIONS.withTimeLimit(Duration.ofSeconds(5)), new SolveListener() {}).run();
        assertThat(highest().value())
                .isGreaterThan(
                        ClosedFormBounds.highest(new ProblemAnalysis(PROBLEM)).value())
                .isLessThanOrEqualTo(solution.best().orElseThrow().report().value());
    }

    @Test
    void theBoundIsProvedAgainAndNothingHigher() {
        assertThat(step(highest().value(), stages(), OPTIONS).outcome()).isEqualTo(Outcome.PROVED);
        Step tooHigh = step(highest().value() + 1, stages(), OPTIONS);
        assertThat(tooHigh.outcome()).isEqualTo(Outcome.REFUTED);
        assertThat(tooHigh.reason()).isEqualTo("it gives " + highest().value());
    }

    @Test
    void boundsWithAGoalAreProvedAgainAndNothingHigher() {
        List<Certificate> toGoals = raised(LARGE, 10).stream()
                .filter(raised ->
                        ((Derivation.Meetings) raised.derivation()).goal().isPresent())
                .toList();
        assertThat(toGoals).isNotEmpty();
        for (Certificate raised : toGoals) {
            Derivation.Meetings derivation = (Derivation.Meetings) raised.derivation();
            assertThat(step(LARGE, raised.value(), derivation, OPTIONS).outcome())
                    .isEqualTo(Outcome.PROVED);
            Step tooHigh = step(LARGE, raised.value() + 1, derivation, OPTIONS);
            assertThat(tooHigh.outcome()).isEqualTo(Outcome.REFUTED);
            assertThat(tooHigh.reason()).isEqualTo("it gives " + raised.value());
        }
    }

    @Test
    void stagesThatThereAreNotAreRefused() {
        Derivation.Meetings.Goal goal = new Derivation.Meetings.Goal(1, List.of(0, 6), 10);
        for (Step refused : List.of(
                step(1, List.of(0, 6), OPTIONS),
                step(PROBLEM, 1, new Derivation.Meetings(List.of(0), 10, Optional.of(goal)), OPTIONS))) {
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUTED);
            assertThat(refused.reason()).isEqualTo("micro-batches do not go through these stages and back");
        }
    }

    @Test
    void aCheckThatIsStoppedRefutesNothing() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        assertThat(step(highest().value(), stages(), OPTIONS.withCancelToken(cancelled))
                        .outcome())
                .isEqualTo(Outcome.UNPROVED);
    }
}
