package org.takt.model.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.violations;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.takt.model.RandomCases;
import org.takt.model.RandomCases.Case;
import org.takt.model.problem.Buffer;
import org.takt.model.problem.Device;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** Timed random orders keep every rule, and every way of spoiling them is found. */
class VerifierPropertyTest {
    @Provide
    Arbitrary<Case> cases() {
        return RandomCases.cases();
    }

    @Property
    void timedOrdersAreAcceptedWithoutLimits(@ForAll("cases") Case one) {
        accepted(one.problem(), one.timed());
    }

    @Property
    void timedOrdersBreakNothingButMemoryLimits(@ForAll("cases") Case one, @ForAll @IntRange(max = 60) int limit) {
        Problem limited = withLimits(one.problem(), limit);

        if (new Verifier(limited).verify(one.timed()) instanceof Verdict.Rejected rejected) {
            assertThat(rejected.violations()).hasOnlyElementsOfType(Violation.MemoryExceeded.class);
        }
    }

    @Property
    void peaksAreTheMostThatIsLiveAtAnyStart(@ForAll("cases") Case one) {
        Problem problem = one.problem();
        Schedule schedule = one.timed();

        List<DeviceReport> devices = accepted(problem, schedule).devices();

        for (int device = 0; device < devices.size(); device++) {
            long peak = problem.devices().get(device).constantMemory();
            for (int op = 0; op < schedule.size(); op++) {
                peak = Math.max(peak, heldAt(problem, schedule, device, schedule.start(op)));
            }
            assertThat(devices.get(device).peakMemory()).isEqualTo(peak);
            assertThat(heldAt(problem, schedule, device, devices.get(device).peakTime()))
                    .isEqualTo(peak);
        }
    }

    private static long heldAt(Problem problem, Schedule schedule, int device, long time) {
        long held = problem.devices().get(device).constantMemory();
        for (Buffer buffer : problem.buffers()) {
            if (buffer.device() == device
                    && schedule.isPresent(buffer.takenAt())
                    && schedule.start(buffer.takenAt()) <= time
                    && buffer.releasedBy().stream()
                            .anyMatch(op -> schedule.isPresent(op) && end(problem, schedule, op) > time)) {
                held += buffer.size();
            }
        }
        return held;
    }

    @Property
    void busyTimeAndIdleTimeSumToTheMakespan(@ForAll("cases") Case one) {
        Report report = accepted(one.problem(), one.timed());

        long busy = 0;
        for (DeviceReport device : report.devices()) {
            assertThat(device.busy()).isLessThanOrEqualTo(device.span());
            assertThat(device.lastEnd()).isLessThanOrEqualTo(report.makespan());
            busy += device.busy();
        }
        assertThat(report.bubbleRate() * report.makespan() * report.devices().size())
                .isCloseTo((double) report.makespan() * report.devices().size() - busy, within(1e-6));
    }

    @Property
    void anOpThatIsTightMayNotStartEarlier(@ForAll("cases") Case one, @ForAll @IntRange(max = 999) int pick) {
        Problem problem = one.problem();
        Schedule schedule = one.timed();
        List<Integer> present = present(schedule);
        int op = present.get(pick % present.size());
        Schedule early = withStart(schedule, op, schedule.start(op) - 1);

        if (schedule.start(op) == 0) {
            assertThat(violations(problem, early))
                    .singleElement()
                    .isInstanceOfSatisfying(Violation.StartOutOfRange.class, broken -> assertThat(broken.op())
                            .isEqualTo(op));
            return;
        }
        List<Integer> tightPredecessors = problem.precedences().stream()
                .filter(precedence -> precedence.after() == op
                        && schedule.isPresent(precedence.before())
                        && end(problem, schedule, precedence.before())
                                        + precedence.lag().between(0, 0)
                                == schedule.start(op))
                .map(Precedence::before)
                .toList();
        List<Integer> tightHolders = duration(problem, op) == 0
                ? List.of()
                : sharing(problem, schedule, op)
                        .filter(other ->
                                duration(problem, other) > 0 && end(problem, schedule, other) == schedule.start(op))
                        .toList();
        Assume.that(!tightPredecessors.isEmpty() || !tightHolders.isEmpty());
        List<Violation> violations = violations(problem, early);
        for (int before : tightPredecessors) {
            assertThat(violations)
                    .filteredOn(Violation.PrecedenceBroken.class::isInstance)
                    .map(Violation.PrecedenceBroken.class::cast)
                    .anySatisfy(broken -> {
                        assertThat(broken.before()).isEqualTo(before);
                        assertThat(broken.after()).isEqualTo(op);
                        assertThat(broken.missing()).isEqualTo(1);
                    });
        }
        for (int holder : tightHolders) {
            assertThat(violations)
                    .filteredOn(Violation.ResourceOverlap.class::isInstance)
                    .map(Violation.ResourceOverlap.class::cast)
                    .anySatisfy(broken -> {
                        assertThat(List.of(broken.first(), broken.second())).containsExactlyInAnyOrder(holder, op);
                        assertThat(broken.overlap()).isEqualTo(1);
                    });
        }
    }

    @Property
    void twoOpsOfOneDeviceThatDependOnEachOtherMayNotSwap(
            @ForAll("cases") Case one, @ForAll @IntRange(max = 999) int pick) {
        Problem problem = one.problem();
        Schedule schedule = one.timed();
        List<Precedence> forced = problem.precedences().stream()
                .filter(precedence -> schedule.isPresent(precedence.before())
                        && schedule.isPresent(precedence.after())
                        && schedule.start(precedence.before()) < schedule.start(precedence.after())
                        && sharing(problem, schedule, precedence.before()).anyMatch(op -> op == precedence.after()))
                .toList();
        Assume.that(!forced.isEmpty());
        Precedence pair = forced.get(pick % forced.size());
        Schedule swapped = withStart(
                withStart(schedule, pair.before(), schedule.start(pair.after())),
                pair.after(),
                schedule.start(pair.before()));

        assertThat(violations(problem, swapped))
                .filteredOn(Violation.PrecedenceBroken.class::isInstance)
                .map(Violation.PrecedenceBroken.class::cast)
                .anySatisfy(broken -> {
                    assertThat(broken.before()).isEqualTo(pair.before());
                    assertThat(broken.after()).isEqualTo(pair.after());
                });
    }

    @Property
    void noOpMayBeDropped(@ForAll("cases") Case one, @ForAll @IntRange(max = 999) int pick) {
        Problem problem = one.problem();
        Schedule schedule = one.timed();
        List<Integer> present = present(schedule);
        int op = present.get(pick % present.size());

        List<Violation> violations = violations(problem, withMode(schedule, op, Schedule.ABSENT));

        if (problem.ops().get(op).optional()) {
            assertThat(violations).hasAtLeastOneElementOfType(Violation.PresenceBroken.class);
        } else {
            assertThat(violations)
                    .singleElement()
                    .isInstanceOfSatisfying(Violation.OpMissing.class, missing -> assertThat(missing.op())
                            .isEqualTo(op));
        }
    }

    @Property
    void noAlternativeMayBeAdded(@ForAll("cases") Case one) {
        Problem problem = one.problem();
        Schedule schedule = one.timed();
        for (int op = 0; op < schedule.size(); op++) {
            if (!schedule.isPresent(op)) {
                assertThat(violations(problem, withMode(schedule, op, 0)))
                        .hasAtLeastOneElementOfType(Violation.PresenceBroken.class);
            }
        }
    }

    @Property
    void twoOpsMayNotHoldAResourceTogether(@ForAll("cases") Case one, @ForAll @IntRange(max = 999) int pick) {
        Problem problem = one.problem();
        Schedule schedule = one.timed();
        List<Integer> present = present(schedule);
        int op = present.get(pick % present.size());
        List<Integer> others = sharing(problem, schedule, op)
                .filter(other -> duration(problem, other) > 0)
                .toList();
        Assume.that(duration(problem, op) > 0 && !others.isEmpty());
        Schedule overlapping = withStart(schedule, op, schedule.start(others.get(pick % others.size())));

        assertThat(violations(problem, overlapping)).hasAtLeastOneElementOfType(Violation.ResourceOverlap.class);
    }

    @Property
    void noOpMayRunInAModeItDoesNotHave(@ForAll("cases") Case one, @ForAll @IntRange(max = 999) int pick) {
        Schedule schedule = one.timed();
        List<Integer> present = present(schedule);
        int op = present.get(pick % present.size());

        for (int mode : new int[] {1, -2}) {
            assertThat(violations(one.problem(), withMode(schedule, op, mode)))
                    .singleElement()
                    .isInstanceOfSatisfying(Violation.ModeUnknown.class, unknown -> {
                        assertThat(unknown.op()).isEqualTo(op);
                        assertThat(unknown.mode()).isEqualTo(mode);
                    });
        }
    }

    @Property
    void noDeviceMayExceedALimitOneBelowItsPeak(@ForAll("cases") Case one, @ForAll @IntRange(max = 999) int pick) {
        Schedule schedule = one.timed();
        int device = pick % one.problem().devices().size();
        DeviceReport report = accepted(one.problem(), schedule).devices().get(device);
        Assume.that(report.peakMemory() > 0);

        assertThat(violations(withLimit(one.problem(), device, report.peakMemory() - 1), schedule))
                .singleElement()
                .isInstanceOfSatisfying(Violation.MemoryExceeded.class, exceeded -> {
                    assertThat(exceeded.device()).isEqualTo(device);
                    assertThat(exceeded.time()).isEqualTo(report.peakTime());
                    assertThat(exceeded.excess()).isEqualTo(1);
                });
        accepted(withLimit(one.problem(), device, report.peakMemory()), schedule);
    }

    private static Stream<Integer> sharing(Problem problem, Schedule schedule, int op) {
        List<Integer> held = problem.ops().get(op).modes().get(0).resources();
        return present(schedule).stream()
                .filter(other -> other != op
                        && problem.ops().get(other).modes().get(0).resources().stream()
                                .anyMatch(held::contains));
    }

    private static List<Integer> present(Schedule schedule) {
        List<Integer> present = new ArrayList<>();
        for (int op = 0; op < schedule.size(); op++) {
            if (schedule.isPresent(op)) {
                present.add(op);
            }
        }
        return present;
    }

    private static long duration(Problem problem, int op) {
        return problem.ops().get(op).modes().get(0).duration();
    }

    private static long end(Problem problem, Schedule schedule, int op) {
        return schedule.start(op) + duration(problem, op);
    }

    private static Schedule withStart(Schedule schedule, int op, long start) {
        return changed(schedule, op, start, schedule.mode(op));
    }

    private static Schedule withMode(Schedule schedule, int op, int mode) {
        return changed(schedule, op, schedule.start(op), mode);
    }

    private static Schedule changed(Schedule schedule, int op, long start, int mode) {
        long[] starts = new long[schedule.size()];
        int[] modes = new int[schedule.size()];
        for (int index = 0; index < starts.length; index++) {
            starts[index] = index == op ? start : schedule.start(index);
            modes[index] = index == op ? mode : schedule.mode(index);
        }
        return new Schedule(starts, modes);
    }

    private static Problem withLimits(Problem problem, long limit) {
        Problem limited = problem;
        for (int device = 0; device < problem.devices().size(); device++) {
            limited = withLimit(limited, device, limit);
        }
        return limited;
    }

    private static Problem withLimit(Problem problem, int device, long limit) {
        List<Device> devices = new ArrayList<>(problem.devices());
        Device old = devices.get(device);
        devices.set(device, new Device(old.name(), old.constantMemory(), OptionalLong.of(limit)));
        return problem.withDevices(devices);
    }
}
