package org.takt.solver.search;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.takt.model.certificate.Derivation;
import org.takt.solver.bound.MeetingRelaxation;
import org.takt.solver.bound.ProblemAnalysis;
import org.takt.solver.bound.ShorterBatches;

/**
 * Raises the bound by all orders in which micro-batches may meet at some of the stages ({@link MeetingRelaxation}): begins with
 * the stage, or all stages of a device, that bounds best alone, looks for the other one that does most beside it, judged by what shorter
 * batches take at the first, and then for more, judged by what they take at both. Works on one thread.
 */
final class MeetingSearch {
    /** States side by side for a stage alone, and for pairs: enough to tell which are the best. */
    private static final int FIRST_WIDTH = 500;

    /** The same for more stages: each is tried when nothing more follows with the one before. */
    private static final List<Integer> WIDTHS = List.of(2_000, 8_000, 32_000);

    /** Stages alone may take such a part of the time, and pairs of stages. */
    private static final double ALONE = 0.1;

    private static final double PAIRS = 0.2;

    /** Shorter batches at one stage may take such a part of the time, and at two. */
    private static final double SHORTER_OF_ONE = 0.1;

    private static final double SHORTER_OF_PAIR = 0.3;

    /** States side by side for shorter batches: more give hardly more. */
    private static final int SHORTER_WIDTH = 2_000;

    private final Progress progress;
    private final EngineRuns engineRuns;
    private final Optional<MeetingRelaxation> relaxation;
    private final MeetingBounds bounds;

    MeetingSearch(ProblemAnalysis analysis, Progress progress, EngineRuns engineRuns) {
        this.progress = progress;
        this.engineRuns = engineRuns;
        this.bounds = new MeetingBounds(progress, engineRuns);
        this.relaxation = MeetingRelaxation.of(analysis).filter(MeetingTrial::isPossible);
    }

    /** Returns whether memory somewhere has room for few micro-batches. */
    boolean applies() {
        return relaxation.isPresent();
    }

    /** Spends some seconds at most, and fewer if there is nothing left that might help. */
    void spend(double seconds) {
        double end = engineRuns.secondsLeft() - seconds;
        relaxation.ifPresent(found -> {
            tryAlone(found, until(seconds * ALONE, end));
            if (!bounds.best().isEmpty()) {
                goToGoals(found, seconds, end);
            }
        });
    }

    /** Returns whether some seconds have passed, or there is nothing left to do. */
    private BooleanSupplier until(double seconds, double end) {
        double until = Math.max(end, engineRuns.secondsLeft() - seconds);
        return () -> progress.isDone() || engineRuns.secondsLeft() <= until;
    }

    /** Tries each stage, and all of each device. */
    private void tryAlone(MeetingRelaxation found, BooleanSupplier isOver) {
        MeetingTrial.withOneMore(List.of(), found).stream()
                .map(MeetingTrial::stages)
                .takeWhile(stages -> !isOver.getAsBoolean())
                .forEach(stages -> bounds.take(
                        new Derivation.Meetings(stages, FIRST_WIDTH), found.bound(stages, FIRST_WIDTH, isOver)));
    }

    private void goToGoals(MeetingRelaxation found, double seconds, double end) {
        MeetingGoals goals = new MeetingGoals(found, bounds, progress, engineRuns);
        List<Integer> alone = bounds.best();
        MeetingGoals.Judge ofOne = judge(alone, found, seconds * SHORTER_OF_ONE, end);
        goals.raiseByOne(ofOne, FIRST_WIDTH, seconds * PAIRS, until(seconds * PAIRS, end));
        List<Integer> pair = goals.kept();
        MeetingGoals.Judge ofPair = judge(pair, found, seconds * SHORTER_OF_PAIR, end);
        goals.raiseByMore(ofPair.shorter().isWhole() ? ofPair : ofOne, WIDTHS, seconds, until(seconds, end));
    }

    /** Returns what shorter batches take at some stages, with as many states as there is time for. */
    private MeetingGoals.Judge judge(List<Integer> stages, MeetingRelaxation found, double seconds, double end) {
        double layers = 2.0 * stages.size() * found.microBatches();
        double most = seconds / (layers * MeetingBounds.SECONDS_PER_STATE);
        int width = (int) Math.max(1, Math.min(SHORTER_WIDTH, most));
        ShorterBatches shorter = found.shorter(stages, width, until(Double.MAX_VALUE, end));
        engineRuns.charge(shorter.states() * MeetingBounds.SECONDS_PER_STATE);
        return new MeetingGoals.Judge(shorter, stages, width);
    }
}
