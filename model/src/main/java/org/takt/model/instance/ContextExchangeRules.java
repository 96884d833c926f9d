package org.takt.model.instance;

import java.util.List;
import org.takt.model.problem.Objective;
import org.takt.model.problem.Problem;

/** The rules of meaning of a {@link ContextExchange}: ranges, and what else an instance with one may say. */
final class ContextExchangeRules {
    private static final String POINTER = "/communication/contextExchange";

    private final List<InstanceProblem> problems;

    ContextExchangeRules(List<InstanceProblem> problems) {
        this.problems = problems;
    }

    void checkRanges(ContextExchange exchange) {
        int before = exchange.beforePermille();
        int after = exchange.afterPermille();
        refuse(
                exchange.latency() < 0 || exchange.latency() > Problem.MAX_TOTAL,
                "/latency",
                "Found " + exchange.latency() + ", expected 0 to " + Problem.MAX_TOTAL + ".");
        refuse(before < 0 || before > 1000, "/beforePermille", "Found " + before + ", expected 0 to 1000.");
        refuse(after < 0 || after > 1000, "/afterPermille", "Found " + after + ", expected 0 to 1000.");
        refuse(
                (long) before + after > 1000,
                "",
                "Found " + before + " thousandths before attention and " + after
                        + " after it, expected at most 1000 together.");
    }

    void checkStages(Placement placement, int stages, int devices) {
        refuse(
                !(placement instanceof Placement.Loop) || stages != devices,
                "",
                "Found a " + placement.type() + " placement of " + stages + " stages on " + devices
                        + " devices, expected a loop of one stage on each device: the exchange needs devices that work in step.");
    }

    void checkPasses(Backward backward, List<MicroBatch> microBatches, Objective objective) {
        refuse(
                backward == Backward.EITHER,
                "",
                "Found a backward that is fused or split, expected one of them: an exchange has parts of one backward.");
        refuse(
                microBatches.stream().anyMatch(microBatch -> microBatch.recomputedSegments() > 0),
                "",
                "Found recomputed segments, expected none: an exchange has parts of one forward.");
        refuse(
                objective instanceof Objective.Period,
                "",
                "Found the objective PERIOD, expected another: segments of several micro-batches help each other.");
    }

    private void refuse(boolean wrong, String place, String message) {
        if (wrong) {
            problems.add(new InstanceProblem(POINTER + place, message));
        }
    }
}
