package org.takt.model.analytic;

import java.util.List;
import java.util.function.LongPredicate;
import org.takt.model.instance.InstanceProblem;

/**
 * Whether ranks can divide attention by heads. Tensor parallelism gives each rank equally many query heads, and whole heads of
 * keys and values, or the same one to several ranks (Megatron-LM, {@code transformer_config.py}); Ulysses divides what each of these ranks has.
 */
final class HeadRules {
    private final ParallelLayout layout;
    private final List<InstanceProblem> problems;

    /**
     * Prepares rules.
     *
     * @param problems gets a problem for each rule that is broken
     */
    HeadRules(ParallelLayout layout, List<InstanceProblem> problems) {
        this.layout = layout;
        this.problems = problems;
    }

    void check(List<List<Layer>> stages) {
        List<Layer> layers = stages.stream().flatMap(List::stream).toList();
        int tensor = layout.tensor();
        long together = (long) tensor * layout.ulysses();
        long[] heads =
                layers.stream().flatMapToLong(layer -> layer.heads().stream()).toArray();
        long[] keyValueHeads = layers.stream()
                .flatMapToLong(layer -> layer.keyValueHeads().stream())
                .toArray();
        if (refuse(
                heads,
                count -> count % tensor != 0,
                "/tp",
                "Found " + tensor + " ranks of tensor parallelism, expected a divisor of the %d heads.")) {
            return;
        }
        refuse(
                keyValueHeads,
                count -> count % tensor != 0 && tensor % count != 0,
                "/tp",
                "Found " + tensor
                        + " ranks of tensor parallelism, expected a divisor or a multiple of the %d heads of keys and values.");
        refuse(
                heads,
                count -> count % together != 0,
                "/sp",
                "Found " + layout.ulysses() + " ranks that divide attention by heads beside " + tensor
                        + " of tensor parallelism, expected together a divisor of the %d heads.");
    }

    /** Adds a problem for the first count that is wrong, and returns whether there is one. */
    private boolean refuse(long[] counts, LongPredicate isWrong, String pointer, String message) {
        for (long count : counts) {
            if (isWrong.test(count)) {
                problems.add(new InstanceProblem(pointer, message.replace("%d", Long.toString(count))));
                return true;
            }
        }
        return false;
    }
}
