/**
 * Periodic schedules: what repeats in a problem with many equal micro-batches, and what a repetition of it is worth.
 * Knows problems, schedules and {@code symmetry} only. Start reading at {@link org.takt.solver.kernel.MicroBatchPattern}.
 */
@NullMarked
package org.takt.solver.kernel;

import org.jspecify.annotations.NullMarked;
