package org.takt.model.analytic;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;

/**
 * A model as its layers in order, first to last.
 *
 * @param name what people call it, not blank
 * @param source where its sizes come from, not blank
 * @param layers the layers, of which at least one is a {@link Block}
 */
public record ModelDescription(String name, String source, List<Layer> layers) {
    /** @throws InvalidInstanceException if there is no block, or a text is blank */
    public ModelDescription {
        layers = List.copyOf(layers);
        List<InstanceProblem> problems = new ArrayList<>();
        if (name.isBlank() || source.isBlank()) {
            problems.add(new InstanceProblem("", "Name or source is blank, expected at least one visible character."));
        }
        if (layers.stream().noneMatch(Block.class::isInstance)) {
            problems.add(new InstanceProblem("/layers", "There is no block, expected at least one."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInstanceException("Model " + name, problems);
        }
    }

    /** Returns the number of its weights, each once. */
    public long parameters() {
        return layers.stream()
                .mapToLong(layer ->
                        layer.parameters().plus(layer.expertParameters()).value())
                .sum();
    }

    /** Returns the number of its blocks. */
    public int blocks() {
        return Math.toIntExact(layers.stream().filter(Block.class::isInstance).count());
    }
}
