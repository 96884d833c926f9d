/**
 * Benchmarks: sets of instances, runs of solvers on them, records in files, summaries and comparisons. May use the whole
 * library and Jackson. Start reading at {@link org.takt.solver.benchmark.Benchmark}.
 */
@NullMarked
package org.takt.solver.benchmark;

import org.jspecify.annotations.NullMarked;
