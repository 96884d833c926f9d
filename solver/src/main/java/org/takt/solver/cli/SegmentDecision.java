package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Segmentation;
import org.takt.solver.Solution;
import org.takt.solver.SolveOptions;
import org.takt.solver.segmentation.SegmentationSearch;

/** The number and cut points of segments as a decision of {@code takt solve}: its options, its search and what it says. */
final class SegmentDecision {
    private static final String SEGMENTS = "segments";
    private static final String GRANULARITY = "granularity";

    private final Arguments arguments;

    SegmentDecision(Arguments arguments) {
        this.arguments = arguments;
    }

    static void addTo(Options options) {
        options.addOption(Arguments.valued(
                SEGMENTS,
                "LIST",
                "decide how sequences are cut: into which of these numbers of segments, such as 1,2,4,8, equally long or of"
                        + " equal cost; writes the instance cut so as NAME.cut.json"));
        options.addOption(Arguments.valued(
                GRANULARITY, "TOKENS", "with --segments: what lengths of segments are multiples of; default 1"));
    }

    /** Returns whether the arguments leave the cut to the solver. */
    boolean isAsked() {
        if (arguments.has(GRANULARITY) && !arguments.has(SEGMENTS)) {
            throw CommandFailure.usage("Option --granularity needs --segments.");
        }
        return arguments.has(SEGMENTS);
    }

    /** Returns the best cut, or nothing if there is no schedule under any. */
    Optional<SegmentationSearch.Result> solve(Instance instance, SolveOptions options) {
        if (instance.microBatches().stream()
                .noneMatch(microBatch -> microBatch.sequences().size() == 1)) {
            throw CommandFailure.usage("Option --segments needs micro-batches of one sequence with a length.");
        }
        return SegmentationSearch.solve(instance, choices(), options);
    }

    private List<Segmentation> choices() {
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

    /** Returns the decision in words, a line each. */
    static List<String> describe(SegmentationSearch.Result result) {
        Instance instance = result.instance();
        long value = result.solution().best().orElseThrow().report().value();
        return List.of(
                "Cut: " + describe(result.segmentation()) + "; " + ReportText.count(result.solved(), "cut")
                        + " solved, " + result.leftOut() + " left out.",
                "No schedule under any of these cuts has less than " + result.lowerBound() + " "
                        + ReportText.unit(instance) + ": gap "
                        + PercentText.of(Solution.relativeGap(value, result.lowerBound())) + ".");
    }

    private static String describe(Segmentation segmentation) {
        if (segmentation instanceof Segmentation.Equal equal) {
            return equal.segments() + " equal segments, multiples of " + equal.granularity() + " tokens";
        }
        if (segmentation instanceof Segmentation.EqualCost cost) {
            return cost.segments() + " segments of equal cost, multiples of " + cost.granularity() + " tokens";
        }
        return "none";
    }
}
