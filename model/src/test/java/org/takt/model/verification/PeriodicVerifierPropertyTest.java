package org.takt.model.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;
import org.takt.model.problem.Device;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Op;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.PeriodicSchedule;
import org.takt.model.schedule.Schedule;

/** What the verifier says of a periodic schedule is what the ordinary verifier says of so many units that none is missing in the middle. */
class PeriodicVerifierPropertyTest {
    /** A random pipeline and a unit placed op by op where each resource is free modulo the period. */
    private static final class Case {
        final int microBatches;
        final Random random;
        final long period;
        final Problem unit;
        final long[] starts;
        boolean isPlaced = true;
        private final long seed;

        Case(long seed) {
            this.seed = seed;
            random = new Random(seed);
            microBatches = 1 + random.nextInt(3);
            unit = problem(microBatches);
            starts = new long[unit.ops().size()];
            long load = 1;
            for (int resource = 0; resource < unit.resources().size(); resource++) {
                int held = resource;
                load = Math.max(
                        load,
                        unit.ops().stream()
                                .flatMap(op -> op.modes().stream())
                                .filter(mode -> mode.resources().contains(held))
                                .mapToLong(mode -> mode.duration())
                                .sum());
            }
            period = load + random.nextInt((int) load + 2);
            List<Integer> placed = new ArrayList<>();
            while (placed.size() < starts.length && isPlaced) {
                place(next(placed), placed);
            }
        }

        /** The same costs, from the same seed, for any number of micro-batches. */
        final Problem problem(int count) {
            Random costs = new Random(seed + 1);
            int devices = 1 + costs.nextInt(3);
            int stages = devices * (1 + costs.nextInt(2));
            Instances instances = Instances.of(devices, count).stages(stages);
            for (int stage = 0; stage < stages; stage++) {
                instances.stageCosts(stage, costs.nextInt(5), costs.nextInt(4), costs.nextInt(4));
            }
            int kept = costs.nextInt(4);
            instances.memory(costs.nextInt(3), kept + costs.nextInt(5), kept, costs.nextInt(3));
            instances.backward(costs.nextBoolean() ? Backward.SPLIT : Backward.FUSED);
            return instances.objective(Objective.PERIOD).problem();
        }

        private int next(List<Integer> placed) {
            List<Integer> ready = new ArrayList<>();
            for (int op = 0; op < starts.length; op++) {
                int candidate = op;
                if (!placed.contains(op)
                        && unit.precedences().stream()
                                .filter(precedence -> precedence.after() == candidate)
                                .allMatch(precedence -> placed.contains(precedence.before()))) {
                    ready.add(op);
                }
            }
            return ready.get(random.nextInt(ready.size()));
        }

        private void place(int op, List<Integer> placed) {
            long start = random.nextInt(4) == 0 ? random.nextInt((int) (2 * period)) : 0;
            for (Precedence precedence : unit.precedences()) {
                if (precedence.after() == op) {
                    long lag = precedence.lag().between(0, 0);
                    start = Math.max(start, starts[precedence.before()] + duration(precedence.before()) + lag);
                }
            }
            for (long delay = 0; delay < period; delay++) {
                long candidate = start + delay;
                if (placed.stream().noneMatch(other -> collide(op, candidate, other))) {
                    starts[op] = candidate;
                    placed.add(op);
                    return;
                }
            }
            isPlaced = false;
        }

        private boolean collide(int op, long start, int other) {
            if (!unit.ops().get(op).modes().equals(unit.ops().get(other).modes())
                    && unit.ops().get(op).modes().get(0).resources().stream()
                            .noneMatch(unit.ops().get(other).modes().get(0).resources()::contains)) {
                return false;
            }
            for (long shifted = start % period - period; shifted <= 2 * period; shifted += period) {
                long begin = starts[other] % period;
                if (shifted < begin + duration(other) && begin < shifted + duration(op)) {
                    return true;
                }
            }
            return false;
        }

        long duration(int op) {
            return unit.ops().get(op).modes().get(0).duration();
        }

        PeriodicSchedule schedule() {
            return new PeriodicSchedule(period, microBatches, new Schedule(starts, new int[starts.length]));
        }

        /** Returns units enough for one period in which every unit that is ever under way together is. */
        int units() {
            long length = 0;
            for (int op = 0; op < starts.length; op++) {
                length = Math.max(length, starts[op] + duration(op));
            }
            return (int) (length / period) + 3;
        }

        Verdict unrolled(Problem limits) {
            int units = units();
            Problem batch = withLimitsOf(problem(units * microBatches).withObjective(Objective.MAKESPAN), limits);
            long[] all = new long[batch.ops().size()];
            for (int op = 0; op < all.length; op++) {
                Op described = batch.ops().get(op);
                int at = indexInUnit(described);
                all[op] = starts[at] + described.microBatch() / microBatches * period;
            }
            return new Verifier(batch).verify(new Schedule(all, new int[all.length]));
        }

        private int indexInUnit(Op wanted) {
            for (int op = 0; op < starts.length; op++) {
                Op candidate = unit.ops().get(op);
                if (candidate.kind() == wanted.kind()
                        && candidate.stage() == wanted.stage()
                        && candidate.microBatch() == wanted.microBatch() % microBatches) {
                    return op;
                }
            }
            throw new IllegalStateException("There is no " + wanted.label() + " in a unit.");
        }
    }

    @Property(tries = 300)
    void acceptsWhatManyUnitsMayDoWithTheSameFigures(@ForAll @IntRange(max = 1_000_000) int seed) {
        Case one = new Case(seed);
        Assume.that(one.isPlaced);

        PeriodicReport report = accepted(one.unit, one.schedule());
        Report unrolled = ((Verdict.Accepted) one.unrolled(one.unit)).report();

        for (int device = 0; device < report.devices().size(); device++) {
            DeviceReport steady = report.devices().get(device);
            DeviceReport many = unrolled.devices().get(device);
            assertThat(steady.peakMemory()).isEqualTo(many.peakMemory());
            assertThat(steady.peakInFlight()).isEqualTo(many.peakInFlight());
            assertThat(steady.busy() * one.units()).isEqualTo(many.busy());
        }
    }

    @Property(tries = 300)
    void judgesEveryMutationAsManyUnitsDo(
            @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(min = -4, max = 4) int shift) {
        Case one = new Case(seed);
        Assume.that(one.isPlaced);
        int op = one.random.nextInt(one.starts.length);
        one.starts[op] = Math.max(0, one.starts[op] + shift);

        assertThat(new PeriodicVerifier(one.unit).verify(one.schedule()) instanceof PeriodicVerdict.Accepted)
                .isEqualTo(one.unrolled(one.unit) instanceof Verdict.Accepted);
    }

    @Property(tries = 200)
    void rejectsALimitBelowThePeakAsManyUnitsDo(@ForAll @IntRange(max = 1_000_000) int seed) {
        Case one = new Case(seed);
        Assume.that(one.isPlaced);
        PeriodicReport report = accepted(one.unit, one.schedule());
        int device = one.random.nextInt(report.devices().size());
        long peak = report.devices().get(device).peakMemory();
        Assume.that(peak > 0);

        accepted(withLimit(one.unit, device, peak), one.schedule());
        Problem tooTight = withLimit(one.unit, device, peak - 1);
        assertThat(((PeriodicVerdict.Rejected) new PeriodicVerifier(tooTight).verify(one.schedule())).violations())
                .singleElement()
                .isInstanceOfSatisfying(Violation.MemoryExceeded.class, exceeded -> {
                    assertThat(exceeded.device()).isEqualTo(device);
                    assertThat(exceeded.excess()).isEqualTo(1);
                });
        assertThat(one.unrolled(tooTight)).isInstanceOf(Verdict.Rejected.class);
    }

    private static PeriodicReport accepted(Problem unit, PeriodicSchedule schedule) {
        PeriodicVerdict verdict = new PeriodicVerifier(unit).verify(schedule);
        assertThat(verdict).isInstanceOf(PeriodicVerdict.Accepted.class);
        return ((PeriodicVerdict.Accepted) verdict).report();
    }

    private static Problem withLimit(Problem problem, int device, long limit) {
        List<Device> devices = new ArrayList<>(problem.devices());
        Device old = devices.get(device);
        devices.set(device, new Device(old.name(), old.constantMemory(), OptionalLong.of(limit)));
        return problem.withDevices(devices);
    }

    private static Problem withLimitsOf(Problem problem, Problem other) {
        return problem.withDevices(other.devices());
    }
}
