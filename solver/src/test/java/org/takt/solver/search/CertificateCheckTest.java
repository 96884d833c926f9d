package org.takt.solver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.bound.ClosedFormBounds;
import org.takt.solver.bound.CoarseTimes;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.WindowRelaxation;
import org.takt.solver.cpsat.CpSatEngine;
import org.takt.solver.cpsat.CpSatRequest;
import org.takt.solver.cpsat.CpSatResult;
import org.takt.solver.oracle.RandomProblems;
import org.takt.solver.search.CertificateCheck.Outcome;
import org.takt.solver.search.CertificateCheck.Step;

/** Certificates of four devices with room for three quarters of 1F1B's micro-batches, genuine and tampered with. */
class CertificateCheckTest {
    private static final SolveOptions OPTIONS =
            SolveOptions.DEFAULTS.withTimeLimit(Duration.ofMinutes(5)).withWorkers(1);

    private static final Problem PROBLEM = Instances.of(4, 8)
            .costs(500, 600, 900)
            .latency(20)
            .memory(0, 2, 1, 0)
            .limit(6)
            .speed(3, 700)
            .backward(Backward.SPLIT)
            .problem();

    private static final List<Integer> ENDS = List.of(0, 3);
    private static final long UNIT = 50;
    private static final long DELAY_UNIT = 20;
    private static final int LAST = 6;

    /** A window behind two proved delays, solved to the optimum of its unit. */
    private static final Certificate GENUINE = genuine();

    private static Certificate genuine() {
        MicroBatchSequence sequence = MicroBatchSequence.of(PROBLEM).orElseThrow();
        EntryDelays delays = EntryDelays.of(sequence);
        for (int k = 1; k <= 4; k++) {
            WindowRelaxation window = WindowRelaxation.untilEntry(sequence, delays, ENDS, k);
            CoarseTimes times = new CoarseTimes(window.problem(), DELAY_UNIT);
            delays.raise(new ProvedDelay(k, window.bound(times, optimum(times.problem())), ENDS, DELAY_UNIT));
        }
        Relaxation relaxation = Relaxation.toLast(LAST, ENDS, sequence, delays);
        CoarseTimes times = new CoarseTimes(relaxation.problem(), UNIT);
        long bound = relaxation.units().bound(times, optimum(times.problem()));
        return certificate(bound, relaxation.derivation().apply(UNIT));
    }

    private static long optimum(Problem problem) {
        CpSatResult result = new CpSatEngine().solve(CpSatRequest.of(problem, Duration.ofMinutes(5)));
        assertThat(result.outcome()).isEqualTo(CpSatResult.Outcome.OPTIMAL);
        return result.lowerBound();
    }

    private static Certificate certificate(long value, Derivation derivation) {
        return new Certificate(value, "test", "test", "CP-SAT", 0, derivation);
    }

    private static Derivation.Relaxation derivation() {
        return (Derivation.Relaxation) GENUINE.derivation();
    }

    private static Derivation.Relaxation withDelays(List<ProvedDelay> delays) {
        return new Derivation.Relaxation(ENDS, OptionalInt.of(LAST), UNIT, delays);
    }

    private record Checked(Outcome outcome, List<Step> steps) {
        private List<Outcome> outcomes() {
            return steps.stream().map(Step::outcome).toList();
        }

        private String reason() {
            return steps.get(steps.size() - 1).reason();
        }
    }

    private static Checked check(Problem problem, Certificate certificate, SolveOptions options) {
        List<Step> steps = new ArrayList<>();
        return new Checked(new CertificateCheck(problem, certificate, options, steps::add).run(), steps);
    }

    private static Checked check(long value, Derivation derivation) {
        return check(PROBLEM, certificate(value, derivation), OPTIONS);
    }

    @Test
    void everyDelayAndTheBoundAreProvedAgainInOrder() {
        assertThat(derivation().delays()).hasSizeGreaterThan(1);
        Checked checked = check(PROBLEM, GENUINE, OPTIONS);
        assertThat(checked.outcome()).isEqualTo(Outcome.PROVED);
        assertThat(checked.steps()).hasSize(derivation().delays().size() + 1);
        assertThat(checked.steps().get(0).claim())
                .isEqualTo("delay of " + derivation().delays().get(0).microBatches() + " micro-batches: "
                        + derivation().delays().get(0).ticks()
                        + " on devices d0, d3, times rounded down to units of 20");
        assertThat(checked.steps().get(checked.steps().size() - 1).claim())
                .isEqualTo("bound: " + GENUINE.value() + " by 2-device relaxation on devices d0, d3, last 6"
                        + " micro-batches, times rounded down to units of 50");
        assertThat(check(PROBLEM, GENUINE, OPTIONS.withWorkers(2)).outcome()).isEqualTo(Outcome.PROVED);
    }

    @Test
    void aHigherValueIsRefuted() {
        for (long more : List.of(1L, UNIT)) {
            Checked checked = check(GENUINE.value() + more, GENUINE.derivation());
            assertThat(checked.outcome()).isEqualTo(Outcome.REFUTED);
            assertThat(checked.reason()).isEqualTo("it proves " + GENUINE.value() + " at most");
        }
    }

    @Test
    void aLongerDelayIsRefutedWhereItStands() {
        for (int index = 0; index < derivation().delays().size(); index++) {
            List<ProvedDelay> delays = new ArrayList<>(derivation().delays());
            ProvedDelay genuine = delays.get(index);
            delays.set(
                    index,
                    new ProvedDelay(
                            genuine.microBatches(), genuine.ticks() + DELAY_UNIT, genuine.devices(), DELAY_UNIT));
            Checked checked = check(GENUINE.value(), withDelays(delays));
            assertThat(checked.outcome()).isEqualTo(Outcome.REFUTED);
            assertThat(checked.outcomes().get(index)).isEqualTo(Outcome.REFUTED);
            assertThat(checked.outcomes().subList(0, index)).allMatch(Outcome.PROVED::equals);
        }
    }

    @Test
    void otherDevicesAndUnitsAndMissingDelaysAreRefuted() {
        Derivation.Relaxation genuine = derivation();
        OptionalInt last = genuine.lastMicroBatches();
        for (Derivation other : List.of(
                new Derivation.Relaxation(List.of(0), last, UNIT, genuine.delays()),
                new Derivation.Relaxation(ENDS, OptionalInt.of(1), UNIT, List.of()),
                new Derivation.Relaxation(ENDS, last, 499, genuine.delays()),
                new Derivation.Relaxation(List.of(1), OptionalInt.empty(), UNIT, List.of()))) {
            assertThat(check(GENUINE.value(), other).outcome()).as("%s", other).isEqualTo(Outcome.REFUTED);
        }
    }

    @Test
    void whatMakesNoSenseIsRefutedWithAReason() {
        Derivation.Relaxation genuine = derivation();
        OptionalInt last = genuine.lastMicroBatches();
        assertThat(reason(new Derivation.Relaxation(List.of(0, 4), last, 1, List.of())))
                .isEqualTo("there are only 4 devices");
        assertThat(reason(new Derivation.Relaxation(List.of(1, 2), last, 1, List.of())))
                .isEqualTo("micro-batches enter on device d0, which is left out");
        assertThat(reason(new Derivation.Relaxation(ENDS, OptionalInt.of(9), 1, List.of())))
                .isEqualTo("there are only 8 micro-batches");
        assertThat(reason(withDelays(List.of(new ProvedDelay(8, 1, ENDS, 1)))))
                .isEqualTo("a delay over 8 micro-batches needs more than the 8 there are");
        assertThat(reason(withDelays(List.of(new ProvedDelay(1, PROBLEM.horizon() / 7 + 1, ENDS, 1)))))
                .endsWith("exceed what all ops take one after the other");
        Problem unequal = Instances.of(2, 2).microBatch(0, 500, 1000).problem();
        Certificate window = certificate(1, new Derivation.Relaxation(List.of(0), OptionalInt.of(1), 1, List.of()));
        assertThat(check(unequal, window, OPTIONS).reason())
                .isEqualTo("the micro-batches are not interchangeable with one entry");
    }

    private static String reason(Derivation derivation) {
        Checked checked = check(GENUINE.value(), derivation);
        assertThat(checked.outcome()).isEqualTo(Outcome.REFUTED);
        return checked.reason();
    }

    @Test
    void closedFormsAreComputedAgain() {
        for (Objective objective :
                List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN, new Objective.PeakMemory(20_000))) {
            Problem problem = PROBLEM.withObjective(objective);
            for (Certificate bound : ClosedFormBounds.certificates(new ProblemAnalysis(problem))) {
                assertThat(check(problem, bound, OPTIONS).outcome()).isEqualTo(Outcome.PROVED);
                Certificate raised = Certificate.closedForm(bound.value() + 1, bound.bound(), bound.scope());
                assertThat(check(problem, raised, OPTIONS).reason()).isEqualTo("it gives " + bound.value());
            }
        }
        assertThat(check(PROBLEM, Certificate.closedForm(0, "nonsense", "d0"), OPTIONS)
                        .reason())
                .isEqualTo("there is no closed form of this name");
        assertThat(check(PROBLEM, Certificate.TRIVIAL, OPTIONS).outcome()).isEqualTo(Outcome.PROVED);
        assertThat(check(1, new Derivation.Trivial()).outcome()).isEqualTo(Outcome.REFUTED);
    }

    @Test
    void theWholeProblemAndItsLargestMemoryAreProvedAgain() {
        Problem small =
                Instances.of(2, 3).costs(3, 4, 5).memory(0, 2, 1, 0).limit(4).problem();
        for (Objective objective :
                List.of(Objective.MAKESPAN, Objective.MAX_DEVICE_SPAN, new Objective.PeakMemory(60))) {
            Problem problem = small.withObjective(objective);
            long optimum = optimum(problem);
            Derivation whole = new Derivation.WholeProblem(1);
            assertThat(check(problem, certificate(optimum, whole), OPTIONS).outcome())
                    .isEqualTo(Outcome.PROVED);
            assertThat(check(problem, certificate(optimum + 1, whole), OPTIONS.withWorkers(2))
                            .reason())
                    .isEqualTo("it proves " + optimum + " at most");
        }
    }

    @Test
    void thatThereIsNoScheduleIsProvedAgainByClosedFormsOrTheExactModel() {
        Set<String> bounds = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = RandomProblems.raw(seed);
            Solution solution = new Search(problem, OPTIONS, SolveListener.NONE).run();
            if (solution.status() == Status.INFEASIBLE) {
                assertThat(solution.certificate().derivation()).isInstanceOf(Derivation.NoSchedule.class);
                assertThat(check(problem, solution.certificate(), OPTIONS).outcome())
                        .as("seed %s", seed)
                        .isEqualTo(Outcome.PROVED);
                bounds.add(solution.certificate().bound());
            }
        }
        assertThat(bounds).contains("memory need", "exact model");
    }

    @Test
    void thatThereIsNoScheduleIsRefutedByOne() {
        assertThat(check(PROBLEM, Certificate.noSchedule("exact model", "test", "CP-SAT", 0), OPTIONS)
                        .reason())
                .isEqualTo("there is a schedule");
        assertThat(check(PROBLEM, Certificate.noSchedule("memory need", "test", "closed form", 0), OPTIONS)
                        .reason())
                .isEqualTo("no closed form excludes a schedule");
    }

    @Test
    void whatAStopComesBeforeRemainsUnproved() {
        CancelToken token = new CancelToken();
        token.cancel();
        Checked checked = check(PROBLEM, GENUINE, OPTIONS.withCancelToken(token));
        assertThat(checked.outcome()).isEqualTo(Outcome.UNPROVED);
        assertThat(checked.outcomes()).containsOnly(Outcome.UNPROVED);
    }

    @Test
    void oneWorkerEndsTheSameAgain() {
        Certificate tampered = certificate(GENUINE.value() + UNIT, GENUINE.derivation());
        assertThat(told(check(PROBLEM, tampered, OPTIONS))).isEqualTo(told(check(PROBLEM, tampered, OPTIONS)));
    }

    private static List<String> told(Checked checked) {
        return checked.steps().stream()
                .map(step -> step.outcome() + " " + step.claim() + " " + step.reason())
                .toList();
    }

    /** Whatever relaxations prove on their way, at every resolution and with the delays of the time, is proved again. */
    @Test
    void everyCertificateOfTheRelaxationsIsProvedAgain() {
        Problem problem = Instances.of(4, 8)
                .costs(500, 600, 400)
                .latency(20)
                .memory(0, 2, 1, 0)
                .limit(4)
                .backward(Backward.SPLIT)
                .objective(Objective.MAX_DEVICE_SPAN)
                .problem();
        List<Certificate> raised = new ArrayList<>();
        SolveListener listener = new SolveListener() {
            @Override
            public void onBound(Duration elapsed, Certificate certificate) {
                raised.add(certificate);
            }
        };
        Deadline deadline = new Deadline(OPTIONS.timeLimit(), new CancelToken());
        Progress progress = new Progress(problem, OPTIONS, listener, deadline);
        EngineRuns engineRuns = new EngineRuns(OPTIONS, deadline, progress::isDone);
        new Relaxations(new ProblemAnalysis(problem), progress, engineRuns).begin(2);
        assertThat(raised)
                .anyMatch(certificate -> certificate.derivation() instanceof Derivation.Relaxation relaxation
                        && !relaxation.delays().isEmpty());
        for (Certificate certificate : raised) {
            assertThat(check(problem, certificate, OPTIONS).outcome())
                    .as(certificate.describe())
                    .isEqualTo(Outcome.PROVED);
        }
    }
}
