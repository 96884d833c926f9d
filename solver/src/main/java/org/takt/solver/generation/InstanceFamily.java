package org.takt.solver.generation;

import java.util.List;
import org.takt.model.instance.Instance;

/** A rule that makes a set of instances. Implementations are stateless and make the same instances every time. */
public interface InstanceFamily {
    /** Returns the family's name, that of its folder too. */
    String name();

    /** Returns the instances; their names are unique and begin with the family's name. */
    List<Instance> instances();
}
