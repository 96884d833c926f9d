package org.takt.solver.generation;

import java.util.List;
import java.util.Optional;

/** The registry of generated families: a new one is one class and one line here. */
public final class InstanceFamilies {
    private static final List<InstanceFamily> ALL = List.of(
            new HeterogeneousFamily(),
            new ChunkedFamily(),
            new LargeFamily(),
            new Gpt3Family(),
            new Llama3Family(),
            new Qwen3Family(),
            new DeepseekFamily(),
            new LongContextFamily(),
            new UnequalFamily(),
            new SequencesFamily(),
            new SegmentsFamily(),
            new TopologyFamily());

    private InstanceFamilies() {}

    /** Returns all families. */
    public static List<InstanceFamily> all() {
        return ALL;
    }

    /** Returns the family of a name. */
    public static Optional<InstanceFamily> named(String name) {
        return ALL.stream().filter(family -> family.name().equals(name)).findFirst();
    }
}
