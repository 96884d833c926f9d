package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.Segmentation;
import org.takt.model.problem.Objective;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.segmentation.CutText;
import org.takt.solver.segmentation.SegmentationSearch;

/**
 * The number and cut points of segments as a decision of {@code takt solve}: its options, its search and what it says.
 *
 * @param instance what is to be cut
 * @param choices the cuts to decide between
 */
record SegmentDecision(Instance instance, List<Segmentation> choices) {
    private static final String SEGMENTS = "segments";
    private static final String GRANULARITY = "granularity";

    static void addTo(Options options) {
        options.addOption(Arguments.valued(
                SEGMENTS,
                "LIST",
                "decide how sequences are cut: into which of these numbers of segments, such as 1,2,4,8, equally long or of"
                        + " equal cost; writes the instance cut so as NAME.cut.json beside the schedule"));
        options.addOption(Arguments.valued(
                GRANULARITY, "TOKENS", "with --segments: what lengths of segments are multiples of; default 1"));
    }

    /** Returns the decision if the arguments leave the cut to the solver. */
    static Optional<SegmentDecision> asked(Arguments arguments, Instance instance) {
        if (!arguments.has(SEGMENTS)) {
            if (arguments.has(GRANULARITY)) {
                throw CommandFailure.usage("Option --" + GRANULARITY + " needs --" + SEGMENTS + ".");
            }
            return Optional.empty();
        }
        requireSense(instance);
        List<Segmentation> choices = choices(arguments);
        choices.forEach(choice -> requireFit(instance, choice));
        return Optional.of(new SegmentDecision(instance, choices));
    }

    private static void requireSense(Instance instance) {
        if (instance.objective() instanceof Objective.Period) {
            throw CommandFailure.usage("Option --" + SEGMENTS + " goes with the objectives of a batch only; found "
                    + instance.objective().name() + ".");
        }
        if (instance.microBatches().stream()
                .noneMatch(microBatch -> microBatch.sequences().size() == 1)) {
            throw CommandFailure.usage("Option --" + SEGMENTS + " needs micro-batches of one sequence with a length.");
        }
    }

    private static List<Segmentation> choices(Arguments arguments) {
        long granularity = arguments.whole(GRANULARITY, 1).orElse(1L);
        List<Segmentation> choices = new ArrayList<>();
        for (int segments : arguments.counts(SEGMENTS, 1).orElse(List.of())) {
            if (segments == 1) {
                choices.add(Segmentation.WHOLE);
            } else {
                choices.add(new Segmentation.Equal(segments, granularity));
                choices.add(new Segmentation.EqualCost(segments, granularity));
            }
        }
        return choices;
    }

    private static void requireFit(Instance instance, Segmentation choice) {
        try {
            SegmentationSearch.cut(instance, choice);
        } catch (InvalidInstanceException exception) {
            throw CommandFailure.usage("Option --" + SEGMENTS + " names " + CutText.of(choice)
                    + ", which the instance does not admit at "
                    + exception.problems().get(0));
        }
    }

    /** Returns the best cut and what is known of all. */
    SegmentationSearch.Result solve(Engine engine, SolveOptions options, SolveListener listener) {
        return SegmentationSearch.solve(instance, choices, options, listener, engine::solve);
    }

    /** Returns what was decided in words, a line each. */
    static List<String> describe(SegmentationSearch.Result result) {
        int cuts = result.solved() + result.leftOut();
        String all = cuts == 1 ? "the only cut" : "all " + cuts + " cuts";
        List<String> lines = new ArrayList<>();
        if (result.solution().best().isPresent()) {
            lines.add("Cut: " + CutText.of(result.segmentation()) + "; " + ReportText.count(result.solved(), "cut")
                    + " solved, " + result.leftOut() + " left out.");
        }
        if (result.overall().infeasibility().isEmpty()) {
            lines.add("Lower bound and gap hold for " + all + ", the bound being least for "
                    + CutText.of(result.lowest()) + "; for the cut chosen it is "
                    + result.solution().certificate().value() + " " + ReportText.unit(result.instance()) + ".");
        }
        return lines;
    }

    /** Returns the decision as an object of {@code --json}: the cut as instances have it, and the file of the instance cut so. */
    static JsonObject json(SegmentationSearch.Result result, SolveOutput.Written written) {
        boolean isFound = result.solution().best().isPresent();
        return new JsonObject()
                .with("segments", isFound ? Optional.of(json(result.segmentation())) : Optional.empty())
                .with("instance", written.cut().map(Object::toString))
                .with("solved", result.solved())
                .with("leftOut", result.leftOut());
    }

    private static JsonObject json(Segmentation segmentation) {
        JsonObject fields = new JsonObject().with("type", segmentation.type());
        if (segmentation instanceof Segmentation.Equal equal) {
            return fields.with("count", equal.segments()).with("granularity", equal.granularity());
        }
        if (segmentation instanceof Segmentation.EqualCost equalCost) {
            return fields.with("count", equalCost.segments()).with("granularity", equalCost.granularity());
        }
        if (segmentation instanceof Segmentation.Explicit explicit) {
            return fields.with("tokens", explicit.tokens());
        }
        return fields;
    }
}
