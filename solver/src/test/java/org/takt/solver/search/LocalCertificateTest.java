package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.problem.Problem;
import org.takt.solver.SolveOptions;
import org.takt.solver.bound.CoarseTimes;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.LocalSequence;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.WindowRelaxation;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.search.CertificateCheck.Outcome;
import org.takt.solver.search.CertificateCheck.Step;

/** Certificates of micro-batches that count from where they turn in a V with room for one of them. */
class LocalCertificateTest {
    private static final Problem PROBLEM = Instances.of(3, 6)
            .stages(6)
            .placement(new Placement.V())
            .costs(14, 15, 10)
            .latency(2)
            .memory(0, 5, 2, 0)
            .limit(13)
            .backward(Backward.SPLIT)
            .problem();

    private static final List<Integer> TURN = List.of(2);
    private static final int LAST = 3;
    private static final Certificate GENUINE = genuine();

    private static LocalSequence turn() {
        return LocalSequence.on(TURN, MicroBatchSequence.of(PROBLEM).orElseThrow(), new ProblemAnalysis(PROBLEM))
                .get(0);
    }

    private static Certificate genuine() {
        LocalSequence local = turn();
        EntryDelays delays = EntryDelays.of(local.sequence());
        for (int k = 1; k <= 2; k++) {
            WindowRelaxation window = WindowRelaxation.untilEntry(local.sequence(), delays, local.localDevices(), k);
            CoarseTimes times = new CoarseTimes(window.problem(), 1);
            delays.raise(new ProvedDelay(k, window.bound(times, optimum(window.problem())), local.localDevices(), 1));
        }
        Relaxation relaxation = Relaxation.toLast(LAST, local, delays);
        long bound = relaxation.units().bound(new CoarseTimes(relaxation.problem(), 1), optimum(relaxation.problem()));
        return new Certificate(
                bound,
                relaxation.name(),
                relaxation.scope(),
                "CP-SAT",
                0,
                relaxation.derivation().apply(1));
    }

    private static long optimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(5)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result.lowerBound();
    }

    private static Derivation.Relaxation derivation() {
        return (Derivation.Relaxation) GENUINE.derivation();
    }

    private static Step lastStep(long value, Derivation derivation) {
        SolveOptions options =
                SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1);
        List<Step> steps = new ArrayList<>();
        Certificate certificate = new Certificate(value, "test", "test", "CP-SAT", 0, derivation);
        new CertificateCheck(PROBLEM, certificate, options, steps::add).run();
        return steps.get(steps.size() - 1);
    }

    private static String refusal(Derivation derivation) {
        Step step = lastStep(GENUINE.value(), derivation);
        assertThat(step.outcome()).isEqualTo(Outcome.REFUTED);
        return step.reason();
    }

    @Test
    void theBoundIsProvedAgainAndNothingHigher() {
        assertThat(derivation().entry()).hasValue(turn().entry());
        assertThat(derivation().devices()).isEqualTo(TURN);
        assertThat(derivation().delays()).isNotEmpty().allMatch(delay -> delay.devices()
                .equals(TURN));
        assertThat(GENUINE.scope()).isEqualTo("device d2, behind F of stage 2, last 3 micro-batches");
        assertThat(lastStep(GENUINE.value(), GENUINE.derivation()).outcome()).isEqualTo(Outcome.PROVED);
        assertThat(lastStep(GENUINE.value() + 1, GENUINE.derivation()).outcome())
                .isEqualTo(Outcome.REFUTED);
        assertThat(GENUINE.value()).isLessThanOrEqualTo(optimum(PROBLEM));
    }

    @Test
    void anEntryOrDeviceOfAnotherKindIsRefused() {
        OptionalInt last = OptionalInt.of(LAST);
        assertThat(refusal(new Derivation.Relaxation(TURN, last, 1, List.of(), OptionalInt.of(0))))
                .isEqualTo("micro-batches do not enter these devices with op 0");
        ProvedDelay elsewhere = new ProvedDelay(1, 1, List.of(1), 1);
        assertThat(refusal(new Derivation.Relaxation(
                        TURN, last, 1, List.of(elsewhere), derivation().entry())))
                .isEqualTo("a delay is of other devices than the bound");
    }
}
