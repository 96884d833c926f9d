package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.RoundSum;
import org.takt.model.problem.Problem;
import org.takt.solver.bound.LocalSequence;
import org.takt.solver.bound.MicroBatchSequence;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.RoundRelaxation;
import org.takt.solver.bound.StartSumProblem;

/**
 * What has to be proved of a certificate of sums over rounds: the sums between rounds in their order, each given those before it, then
 * those to the end and from the begin, given all of them.
 */
final class RoundProofs implements BoundProofs {
    private final Problem problem;
    private final Derivation.Rounds rounds;
    private final RoundRelaxation relaxation;
    private int given;

    /**
     * Prepares the proofs.
     *
     * @throws UnsoundDerivationException if the derivation makes no sense for the problem, or less follows from it than is claimed
     */
    RoundProofs(Problem problem, Certificate certificate, Derivation.Rounds rounds) {
        this.problem = problem;
        this.rounds = rounds;
        this.relaxation = relaxation();
        for (RoundSum sum : rounds.between()) {
            requireEnough(sum.microBatches() + rounds.round());
            requireSmall(sum, Math.max(1, relaxation.size() / sum.microBatches()));
        }
        requireEnough(rounds.begin().microBatches() + rounds.round());
        requireSmall(rounds.begin(), 1);
        requireEnough(rounds.end().microBatches());
        requireSmall(rounds.end(), 1);
        long follows = relaxation.bound(rounds.begin(), rounds.between(), rounds.end());
        if (follows < certificate.value()) {
            throw new UnsoundDerivationException("the sums give " + follows);
        }
    }

    private RoundRelaxation relaxation() {
        int devices = problem.devices().size();
        if (rounds.devices().stream().anyMatch(device -> device >= devices)) {
            throw new UnsoundDerivationException("there are only " + devices + " devices");
        }
        MicroBatchSequence whole = MicroBatchSequence.of(problem)
                .orElseThrow(() ->
                        new UnsoundDerivationException("the micro-batches are not interchangeable with one entry"));
        LocalSequence local = LocalSequence.behind(
                        rounds.entry(), rounds.devices(), whole, new ProblemAnalysis(problem))
                .orElseThrow(() -> new UnsoundDerivationException(
                        "micro-batches do not enter these devices with op " + rounds.entry()));
        if (!RoundRelaxation.fits(local, rounds.round())) {
            throw new UnsoundDerivationException("sums over " + rounds.round() + " micro-batches are too large");
        }
        return new RoundRelaxation(local, whole, rounds.round(), rounds.unit());
    }

    private void requireEnough(int microBatches) {
        if (microBatches > relaxation.size()) {
            throw new UnsoundDerivationException("a sum over " + microBatches + " micro-batches needs more than the "
                    + relaxation.size() + " there are");
        }
    }

    /** A sum that makes a schedule longer than a problem may hold is refused before sums of it overflow. */
    private static void requireSmall(RoundSum sum, int repeats) {
        if (sum.ticks() > Problem.MAX_TOTAL / repeats) {
            throw new UnsoundDerivationException("sums of " + sum.ticks() + " ticks over " + sum.microBatches()
                    + " micro-batches exceed what a problem may hold");
        }
    }

    @Override
    public synchronized Optional<BoundProof> next() {
        List<RoundSum> between = rounds.between();
        int part = given++;
        if (part < between.size()) {
            RoundSum sum = between.get(part);
            StartSumProblem relaxed = relaxation.between(sum.microBatches(), between.subList(0, part));
            return Optional.of(proof("between rounds", sum, 0, relaxed));
        }
        if (part == between.size()) {
            RoundSum end = rounds.end();
            return Optional.of(proof("to the end", end, 0, relaxation.end(end.microBatches(), between)));
        }
        if (part == between.size() + 1) {
            RoundSum begin = rounds.begin();
            long known = relaxation.beginInClosedForm(begin.microBatches());
            return Optional.of(proof("from the begin", begin, known, relaxation.begin(begin.microBatches(), between)));
        }
        return Optional.empty();
    }

    /** @param known what follows without search, for which the relaxation need not suffice */
    private BoundProof proof(String where, RoundSum sum, long known, StartSumProblem relaxed) {
        return new BoundProof(
                "sum over " + rounds.round() + " entries " + where + ", " + sum.microBatches() + " micro-batches: "
                        + sum.ticks() + " on " + Relaxation.scope(rounds.devices(), problem)
                        + Relaxation.inUnits(rounds.unit()),
                new BoundProof.OfSum(relaxed),
                sum.ticks() <= known ? 0 : -Math.floorDiv(-sum.ticks(), rounds.unit()),
                coarse -> coarse * rounds.unit());
    }
}
