package org.takt.solver.benchmark;

import java.util.List;
import java.util.Optional;

/**
 * One call of the benchmark: what ran where and when. A run that was resumed has several.
 *
 * @param begun date and time, ISO 8601 in UTC
 * @param takt Takt's version
 * @param commit the git commit that it was built from, if the build knew
 * @param orTools OR-Tools' version
 * @param machine what it ran on
 * @param set name of the set
 * @param solvers names of the solvers
 * @param options what each solve was allowed
 */
public record Session(
        String begun,
        String takt,
        Optional<String> commit,
        String orTools,
        Machine machine,
        String set,
        List<String> solvers,
        RunOptions options) {
    public Session {
        solvers = List.copyOf(solvers);
    }
}
