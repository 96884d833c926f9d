package org.takt.model.analytic;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;

/**
 * How a model is spread over GPUs, in Megatron-LM's terms. Experts are divided by tensor parallelism as all else, so that the ranks
 * of an expert-parallel group are those of data parallelism and of those that divide sequences.
 *
 * @param tensor ranks that divide every matrix (tp)
 * @param pipeline devices of the pipeline (pp)
 * @param chunks stages on each of them (vpp)
 * @param context ranks that divide every sequence, so that all do the same work (cp)
 * @param ulysses ranks that divide every sequence too, but within attention its heads, with an all-to-all before and after (sp;
 *     DeepSpeed-Ulysses, arXiv 2309.14509; the degree that FlexSP, arXiv 2412.01523, varies)
 * @param expert ranks that divide the routed experts (ep)
 * @param data replicas (dp)
 * @param sequenceParallel whether tensor parallelism divides what lies between the matrices too, by the sequence
 */
public record ParallelLayout(
        int tensor,
        int pipeline,
        int chunks,
        int context,
        int ulysses,
        int expert,
        int data,
        boolean sequenceParallel) {
    private static final int MOST = 100_000;
    private static final int MOST_TOGETHER = 1_000_000;

    /** @throws InvalidInstanceException with every degree that is not from 1 to 100000, products above 1000000, or experts that do not divide */
    public ParallelLayout {
        List<InstanceProblem> problems = new ArrayList<>();
        check(problems, "/tp", tensor);
        check(problems, "/pp", pipeline);
        check(problems, "/vpp", chunks);
        check(problems, "/cp", context);
        check(problems, "/sp", ulysses);
        check(problems, "/ep", expert);
        check(problems, "/dp", data);
        if (problems.isEmpty()) {
            checkProduct(problems, "/vpp", "stages", (long) pipeline * chunks);
            checkProduct(problems, "/tp", "ranks that share a token", (long) tensor * context * ulysses);
            checkProduct(problems, "/dp", "ranks that share the optimizer's state", (long) data * context * ulysses);
        }
        if (problems.isEmpty() && (long) data * context % expert * ulysses % expert != 0) {
            problems.add(new InstanceProblem(
                    "/ep",
                    "Found " + expert + " ranks of expert parallelism, expected a divisor of the "
                            + (ulysses == 1 ? "" : ulysses + " times ") + (long) data * context
                            + " of data and context parallelism."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInstanceException("Layout", problems);
        }
    }

    /** A layout without all-to-all. */
    public ParallelLayout(
            int tensor, int pipeline, int chunks, int context, int expert, int data, boolean sequenceParallel) {
        this(tensor, pipeline, chunks, context, 1, expert, data, sequenceParallel);
    }

    private static void check(List<InstanceProblem> problems, String pointer, int degree) {
        if (degree < 1 || degree > MOST) {
            problems.add(new InstanceProblem(pointer, "Found " + degree + ", expected 1 to " + MOST + "."));
        }
    }

    private static void checkProduct(List<InstanceProblem> problems, String pointer, String of, long product) {
        if (product > MOST_TOGETHER) {
            problems.add(new InstanceProblem(
                    pointer, "Found " + product + " " + of + ", expected at most " + MOST_TOGETHER + "."));
        }
    }

    /** Returns the number of stages. */
    public int stages() {
        return Math.multiplyExact(pipeline, chunks);
    }

    /** Returns among how many GPUs the work on a token is divided. */
    public int gpusOfToken() {
        return Math.multiplyExact(tensor, sequenceRanks());
    }

    /** Returns among how many ranks a sequence is divided, tensor parallelism apart. */
    public int sequenceRanks() {
        return Math.multiplyExact(context, ulysses);
    }

    /** Returns how many ranks the optimizer's state of dense weights is divided among. */
    public int denseReplicas() {
        return Math.multiplyExact(data, sequenceRanks());
    }

    /** Returns how many ranks the optimizer's state of routed experts is divided among. */
    public int expertReplicas() {
        return denseReplicas() / expert;
    }

    /** Returns the layout in one line. */
    public String describe() {
        return "tp " + tensor + ", pp " + pipeline + ", vpp " + chunks + ", cp " + context
                + (ulysses == 1 ? "" : ", sp " + ulysses) + ", ep " + expert + ", dp "
                + data + (sequenceParallel ? ", sequence parallel" : "");
    }
}
