package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.ProvedDelay;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.CoarseTimes;
import org.takt.solver.bound.EntryDelays;
import org.takt.solver.bound.LocalSequence;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.WindowRelaxation;

/**
 * What has to be proved of a certificate of a relaxation or the whole problem: the delays in their order, each given those before it, then the
 * bound given all of them.
 */
final class DerivationProofs implements BoundProofs {
    private final Problem problem;
    private final long value;
    private final Derivation derivation;
    private final Optional<MicroBatchSequence> whole;
    private final Optional<LocalSequence> local;
    private final Optional<MicroBatchSequence> sequence;
    private final Optional<EntryDelays> delays;
    private int given;

    /**
     * Prepares the proofs.
     *
     * @throws UnsoundDerivationException if the derivation makes no sense for the problem
     */
    DerivationProofs(Problem problem, Certificate certificate) {
        this.problem = problem;
        this.value = certificate.value();
        this.derivation = certificate.derivation();
        this.whole = hasWindow() ? MicroBatchSequence.of(problem) : Optional.empty();
        this.local = local();
        this.sequence = local.map(LocalSequence::sequence).or(() -> whole);
        requireSound();
        this.delays = sequence.map(EntryDelays::of);
    }

    @Override
    public synchronized Optional<BoundProof> next() {
        List<ProvedDelay> proved = provedDelays();
        if (given > proved.size()) {
            return Optional.empty();
        }
        given++;
        return Optional.of(given > proved.size() ? ofBound() : ofDelay(proved.get(given - 1)));
    }

    private List<ProvedDelay> provedDelays() {
        return derivation instanceof Derivation.Relaxation relaxation ? relaxation.delays() : List.of();
    }

    private boolean hasWindow() {
        return derivation instanceof Derivation.Relaxation relaxation
                && relaxation.lastMicroBatches().isPresent();
    }

    private Optional<LocalSequence> local() {
        if (derivation instanceof Derivation.Relaxation relaxation
                && relaxation.entry().isPresent()
                && whole.isPresent()) {
            requireDevices(relaxation.devices());
            return LocalSequence.behind(
                    relaxation.entry().getAsInt(), relaxation.devices(), whole.get(), new ProblemAnalysis(problem));
        }
        return Optional.empty();
    }

    private BoundProof ofDelay(ProvedDelay claimed) {
        ProvedDelay delay = local.map(own -> own.inLocal(claimed)).orElse(claimed);
        EntryDelays known = delays.orElseThrow();
        WindowRelaxation window =
                WindowRelaxation.untilEntry(sequence.orElseThrow(), known, delay.devices(), delay.microBatches());
        known.raise(delay);
        CoarseTimes times = new CoarseTimes(window.problem(), delay.unit());
        return new BoundProof(
                "delay of " + delay.microBatches() + " micro-batches: " + delay.ticks() + " on "
                        + Relaxation.scope(claimed.devices(), problem) + Relaxation.inUnits(delay.unit()),
                new BoundProof.OfProblem(times.problem()),
                window.coarse(times, delay.ticks()),
                coarse -> window.bound(times, coarse));
    }

    private BoundProof ofBound() {
        if (derivation instanceof Derivation.WholeProblem whole) {
            return ofBound(ExactModel.SOURCE, Certificate.WHOLE_PROBLEM, problem, whole.unit(), Relaxation.Units.SAME);
        }
        Derivation.Relaxation derived = (Derivation.Relaxation) derivation;
        Relaxation relaxation = derived.lastMicroBatches().isPresent()
                ? toLast(derived.lastMicroBatches().getAsInt(), derived.devices())
                : Relaxation.to(derived.devices(), new ProblemAnalysis(problem));
        return ofBound(relaxation.name(), relaxation.scope(), relaxation.problem(), derived.unit(), relaxation.units());
    }

    private Relaxation toLast(int microBatches, List<Integer> devices) {
        return local.map(own -> Relaxation.toLast(microBatches, own, delays.orElseThrow()))
                .orElseGet(
                        () -> Relaxation.toLast(microBatches, devices, sequence.orElseThrow(), delays.orElseThrow()));
    }

    private BoundProof ofBound(String name, String scope, Problem relaxed, long unit, Relaxation.Units units) {
        CoarseTimes times = new CoarseTimes(relaxed, unit);
        return new BoundProof(
                "bound: " + value + " by " + name + " on " + scope + Relaxation.inUnits(unit),
                new BoundProof.OfProblem(times.problem()),
                units.coarse(times, value),
                coarse -> units.bound(times, coarse));
    }

    private void requireSound() {
        if (value > Problem.MAX_TOTAL) {
            throw new UnsoundDerivationException("no problem has objectives beyond " + Problem.MAX_TOTAL);
        }
        if (derivation instanceof Derivation.Relaxation relaxation) {
            requireDevices(relaxation.devices());
            if (relaxation.entry().isPresent() && local.isEmpty()) {
                throw new UnsoundDerivationException("micro-batches do not enter these devices with op "
                        + relaxation.entry().getAsInt());
            }
            relaxation.lastMicroBatches().ifPresent(last -> {
                requireEntry(relaxation.devices());
                int size = sequence.orElseThrow().size();
                if (last > size) {
                    throw new UnsoundDerivationException("there are only " + size + " micro-batches");
                }
            });
            relaxation.delays().forEach(this::requireSound);
        }
    }

    /** A delay that repeats makes a schedule longer than any left-shifted one is refused before sums of it overflow. */
    private void requireSound(ProvedDelay delay) {
        requireDevices(delay.devices());
        requireEntry(delay.devices());
        int size = sequence.orElseThrow().size();
        if (delay.microBatches() >= size) {
            throw new UnsoundDerivationException("a delay over " + delay.microBatches()
                    + " micro-batches needs more than the " + size + " there are");
        }
        if (delay.ticks() > problem.horizon() / ((size - 1) / delay.microBatches())) {
            throw new UnsoundDerivationException("delays of " + delay.ticks() + " ticks over " + delay.microBatches()
                    + " micro-batches exceed what all ops take one after the other");
        }
    }

    private void requireDevices(List<Integer> devices) {
        int count = problem.devices().size();
        if (devices.stream().anyMatch(device -> device >= count)) {
            throw new UnsoundDerivationException("there are only " + count + " devices");
        }
    }

    private void requireEntry(List<Integer> devices) {
        if (local.isPresent()) {
            if (!Set.copyOf(devices).equals(Set.copyOf(local.get().devices()))) {
                throw new UnsoundDerivationException("a delay is of other devices than the bound");
            }
            return;
        }
        Optional<Integer> entry = sequence.flatMap(MicroBatchSequence::entryDevice);
        if (entry.isEmpty()) {
            throw new UnsoundDerivationException("the micro-batches are not interchangeable with one entry");
        }
        if (!devices.contains(entry.get())) {
            throw new UnsoundDerivationException("micro-batches enter on device "
                    + problem.devices().get(entry.get()).name() + ", which is left out");
        }
    }
}
