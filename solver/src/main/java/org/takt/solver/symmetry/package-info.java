/**
 * What of a problem is alike and may swap. May use {@code problem}. Start reading at
 * {@link org.takt.solver.symmetry.InterchangeableMicroBatches}.
 */
@NullMarked
package org.takt.solver.symmetry;

import org.jspecify.annotations.NullMarked;
