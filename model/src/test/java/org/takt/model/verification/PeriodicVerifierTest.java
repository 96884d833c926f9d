package org.takt.model.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;
import org.takt.model.schedule.TimePerMicroBatch;

/** Two devices, forwards of 2, full backwards of 3, 10 units of memory from forward to backward. */
class PeriodicVerifierTest {
    private static final long START_OF_SECOND_FORWARD = 2;

    private static Instances pipeline() {
        return Instances.of(2, 1).costs(2, 2, 1).memory(1, 10, 0, 0).objective(Objective.PERIOD);
    }

    private static Schedule unit(Problem problem, long forward0, long forward1, long backward1, long backward0) {
        long[] starts = new long[4];
        for (int op = 0; op < 4; op++) {
            String label = problem.ops().get(op).label();
            boolean isFirst = label.contains("stage 0");
            if (label.startsWith("F")) {
                starts[op] = isFirst ? forward0 : forward1;
            } else {
                starts[op] = isFirst ? backward0 : backward1;
            }
        }
        return new Schedule(starts, new int[4]);
    }

    private static List<Violation> violations(Problem problem, long period, Schedule unit) {
        PeriodicVerdict verdict = new PeriodicVerifier(problem).verify(new PeriodicSchedule(period, 1, unit));
        return verdict instanceof PeriodicVerdict.Rejected rejected ? rejected.violations() : List.of();
    }

    /** 1F1B without flush: device 0 runs B at 7 and the next but one unit's F at 10; both are busy 5 of 5 ticks. */
    @Test
    void acceptsOneForwardOneBackwardAtTheLoad() {
        Problem problem = pipeline().limit(21).problem();
        Schedule unit = unit(problem, 0, START_OF_SECOND_FORWARD, 4, 7);

        PeriodicVerdict verdict = new PeriodicVerifier(problem).verify(new PeriodicSchedule(5, 1, unit));

        assertThat(verdict).isInstanceOf(PeriodicVerdict.Accepted.class);
        PeriodicReport report = ((PeriodicVerdict.Accepted) verdict).report();
        assertThat(report.timePerMicroBatch()).isEqualTo(TimePerMicroBatch.of(5, 1));
        assertThat(report.bubbleRate()).isZero();
        assertThat(report.length()).isEqualTo(10);
        assertThat(report.devices()).extracting(DeviceReport::busy).containsExactly(5L, 5L);
        // The unit's memory is returned at 10, when the next but one's is taken: 2 at a time.
        assertThat(report.devices()).extracting(DeviceReport::peakMemory).containsExactly(21L, 11L);
        assertThat(report.devices()).extracting(DeviceReport::peakInFlight).containsExactly(2, 1);
    }

    @Test
    void rejectsALimitThatUnitsTogetherExceed() {
        Problem problem = pipeline().limit(20).problem();

        assertThat(violations(problem, 5, unit(problem, 0, START_OF_SECOND_FORWARD, 4, 7)))
                .singleElement()
                .isInstanceOfSatisfying(Violation.MemoryExceeded.class, exceeded -> {
                    assertThat(exceeded.device()).isZero();
                    assertThat(exceeded.time()).isZero();
                    assertThat(exceeded.excess()).isEqualTo(1);
                });
    }

    /** At 8, device 0's backward runs to 11 while the next but one unit's forward begins at 10. */
    @Test
    void rejectsOverlapsOfDifferentUnits() {
        Problem problem = pipeline().problem();

        assertThat(violations(problem, 5, unit(problem, 0, START_OF_SECOND_FORWARD, 4, 8)))
                .singleElement()
                .isInstanceOfSatisfying(Violation.ResourceOverlap.class, overlap -> {
                    assertThat(overlap.overlap()).isEqualTo(1);
                    assertThat(overlap.message())
                            .isEqualTo("F(stage 0, micro-batch 0) starts on d0 compute 1 ticks before"
                                    + " B(stage 0, micro-batch 0) of the unit 2 before ends there.");
                });
    }

    @Test
    void rejectsAnOpThatOverlapsItself() {
        Problem problem = pipeline().problem();

        assertThat(violations(problem, 2, unit(problem, 0, START_OF_SECOND_FORWARD, 4, 7)))
                .anySatisfy(violation -> {
                    assertThat(violation).isInstanceOf(Violation.ResourceOverlap.class);
                    assertThat(((Violation.ResourceOverlap) violation).first())
                            .isEqualTo(((Violation.ResourceOverlap) violation).second());
                });
    }

    @Test
    void rejectsBrokenPrecedences() {
        Problem problem = pipeline().problem();

        assertThat(violations(problem, 100, unit(problem, 0, START_OF_SECOND_FORWARD - 1, 4, 7)))
                .singleElement()
                .isInstanceOf(Violation.PrecedenceBroken.class);
    }

    @Test
    void rejectsMemoryThatIsNeverReturned() {
        Problem whole = pipeline().problem();
        Problem leaking = new Problem(
                whole.devices(),
                whole.resources(),
                whole.ops(),
                whole.precedences(),
                List.of(new Buffer(0, 1, 0, List.of())),
                List.of(),
                whole.objective());

        assertThat(violations(leaking, 100, unit(whole, 0, START_OF_SECOND_FORWARD, 4, 7)))
                .singleElement()
                .isInstanceOf(Violation.NeverReturned.class);
    }

    @Test
    void rejectsUnitsOfAnotherSizeAndStartsThatCannotBeCounted() {
        Problem problem = pipeline().problem();
        Schedule unit = unit(problem, 0, START_OF_SECOND_FORWARD, 4, Problem.MAX_TOTAL);
        PeriodicVerdict verdict = new PeriodicVerifier(problem).verify(new PeriodicSchedule(5, 2, unit));

        assertThat(((PeriodicVerdict.Rejected) verdict).violations())
                .hasAtLeastOneElementOfType(Violation.WrongUnit.class)
                .hasAtLeastOneElementOfType(Violation.StartOutOfRange.class);
    }

    @Test
    void theOrdinaryVerifierRefusesUnits() {
        Problem problem = pipeline().problem();
        assertThatThrownBy(() -> new Verifier(problem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PERIOD");
    }
}
