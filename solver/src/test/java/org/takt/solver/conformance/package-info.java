/**
 * Takt's exports on PyTorch's own pipeline runtime: what it computes, and when. May use everything. Start reading at
 * {@link org.takt.solver.conformance.ConformanceRun}.
 */
@NullMarked
package org.takt.solver.conformance;

import org.jspecify.annotations.NullMarked;
