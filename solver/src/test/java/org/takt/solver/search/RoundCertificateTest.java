package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.RoundSum;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Problem;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.search.CertificateCheck.Outcome;
import org.takt.solver.search.CertificateCheck.Step;

/** Certificates of sums over rounds, of a pipeline with room for two micro-batches whose rounds do not fit together. */
class RoundCertificateTest {
    private static final Problem PROBLEM = Instances.of(3, 40)
            .costs(2, 2, 1)
            .latency(0)
            .memory(0, 1, 1, 0)
            .limit(2)
            .backward(Backward.SPLIT)
            .problem();

    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1);

    private static final Certificate GENUINE = genuine(PROBLEM);

    /** Searches for sums only and returns what it ends with. */
    private static Certificate genuine(Problem problem) {
        List<Certificate> raised = new ArrayList<>();
        SolveListener listener = new SolveListener() {
            @Override
            public void onBound(Duration elapsed, Certificate certificate) {
                raised.add(certificate);
            }
        };
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), OPTIONS.cancelToken());
        Progress progress = new Progress(problem, OPTIONS, listener, deadline);
        EngineRuns engineRuns = new EngineRuns(OPTIONS, deadline, progress::isDone);
        new RoundSearch(new ProblemAnalysis(problem), progress, engineRuns).spend(60);
        return raised.get(raised.size() - 1);
    }

    private static Derivation.Rounds derivation() {
        return (Derivation.Rounds) GENUINE.derivation();
    }

    private static List<Step> steps(long value, Derivation derivation) {
        return steps(PROBLEM, new Certificate(value, "test", "test", "CP-SAT", 0, derivation));
    }

    private static List<Step> steps(Problem problem, Certificate certificate) {
        List<Step> steps = new ArrayList<>();
        new CertificateCheck(problem, certificate, OPTIONS, steps::add).run();
        return steps;
    }

    private static String refusal(Derivation derivation) {
        List<Step> steps = steps(GENUINE.value(), derivation);
        assertThat(steps.get(steps.size() - 1).outcome()).isEqualTo(Outcome.REFUTED);
        return steps.get(steps.size() - 1).reason();
    }

    private static Derivation.Rounds with(RoundSum begin, List<RoundSum> between, RoundSum end) {
        Derivation.Rounds own = derivation();
        return new Derivation.Rounds(own.devices(), own.entry(), own.round(), own.unit(), begin, between, end);
    }

    private static RoundSum raised(RoundSum sum) {
        return new RoundSum(sum.microBatches(), sum.ticks() + 1);
    }

    /** Of closed forms all but the orders of meetings count the round trip alone. */
    @Test
    void theSumsBoundMoreThanClosedFormsAndNoMoreThanASchedule() {
        Solution solution =
                new Search(PROBLEM, OPTIONS.withTimeLimit(Duration.ofSeconds(20)), new SolveListener() {}).run();
        assertThat(GENUINE.bound()).isEqualTo(RoundSums.NAME);
        assertThat(GENUINE.value())
                .isGreaterThan(
                        ClosedFormBounds.highest(new ProblemAnalysis(PROBLEM)).value())
                .isLessThanOrEqualTo(solution.best().orElseThrow().report().value());
    }

    @Test
    void theBoundIsProvedAgainAndNothingHigher() {
        assertThat(derivation().between()).isNotEmpty();
        assertThat(steps(GENUINE.value(), derivation()))
                .hasSize(derivation().between().size() + 2)
                .allMatch(step -> step.outcome() == Outcome.PROVED);
        List<Step> tooHigh = steps(GENUINE.value() + 1, derivation());
        assertThat(tooHigh).extracting(Step::outcome).containsExactly(Outcome.REFUTED);
        assertThat(tooHigh.get(0).reason()).isEqualTo("the sums give " + GENUINE.value());
    }

    /** Two stages of much to do and two of little. */
    @Test
    void whereStagesDifferTheBoundIsProvedAgain() {
        Problem unequal = Instances.of(4, 24)
                .stageCosts(0, 5, 5, 3)
                .stageCosts(1, 2, 3, 1)
                .stageCosts(2, 5, 4, 3)
                .stageCosts(3, 2, 2, 1)
                .latency(1)
                .memory(0, 2, 1, 0)
                .limit(5)
                .backward(Backward.SPLIT)
                .problem();
        Certificate certificate = genuine(unequal);
        assertThat(certificate.bound()).isEqualTo(RoundSums.NAME);
        assertThat(steps(unequal, certificate)).allMatch(step -> step.outcome() == Outcome.PROVED);
        Solution solution =
                new Search(unequal, OPTIONS.withTimeLimit(Duration.ofSeconds(10)), new SolveListener() {}).run();
        assertThat(certificate.value())
                .isLessThanOrEqualTo(solution.best().orElseThrow().report().value());
    }

    @Test
    void aSumThatIsTooHighIsRefuted() {
        Derivation.Rounds own = derivation();
        List<RoundSum> between = new ArrayList<>(own.between());
        between.set(0, raised(between.get(0)));
        assertThat(steps(GENUINE.value(), with(own.begin(), between, own.end()))
                        .get(0)
                        .outcome())
                .isEqualTo(Outcome.REFUTED);
        assertThat(steps(GENUINE.value(), with(own.begin(), own.between(), raised(own.end()))))
                .anyMatch(step -> step.claim().contains("to the end") && step.outcome() == Outcome.REFUTED);
        assertThat(steps(GENUINE.value(), with(raised(own.begin()), own.between(), own.end())))
                .anyMatch(step -> step.claim().contains("from the begin") && step.outcome() == Outcome.REFUTED);
    }

    @Test
    void sumsThatMakeNoSenseAreRefused() {
        Derivation.Rounds own = derivation();
        RoundSum tooLong = new RoundSum(40, 1);
        assertThat(refusal(with(own.begin(), List.of(tooLong), own.end())))
                .isEqualTo("a sum over " + (40 + own.round()) + " micro-batches needs more than the 40 there are");
        RoundSum tooMuch = new RoundSum(1, Problem.MAX_TOTAL);
        assertThat(refusal(with(own.begin(), List.of(tooMuch), own.end())))
                .startsWith("sums of 1000000000000000 ticks over 1 micro-batches exceed");
        assertThat(refusal(new Derivation.Rounds(
                        List.of(7), own.entry(), own.round(), 1, own.begin(), own.between(), own.end())))
                .isEqualTo("there are only 3 devices");
        assertThat(refusal(
                        new Derivation.Rounds(own.devices(), 1, own.round(), 1, own.begin(), own.between(), own.end())))
                .isEqualTo("micro-batches do not enter these devices with op 1");
        assertThat(refusal(new Derivation.Rounds(
                        own.devices(), own.entry(), 41, 1, own.begin(), own.between(), new RoundSum(41, 1))))
                .isEqualTo("sums over 41 micro-batches are too large");
    }
}
