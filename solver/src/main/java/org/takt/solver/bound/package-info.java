/**
 * Lower bounds, one class each, and the relaxations that engines turn into bounds. May use {@code problem},
 * {@code schedule} and {@code certificate}. Start reading at {@link org.takt.solver.bound.LowerBound}.
 */
@NullMarked
package org.takt.solver.bound;

import org.jspecify.annotations.NullMarked;
