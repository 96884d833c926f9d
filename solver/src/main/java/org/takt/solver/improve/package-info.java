/**
 * Improves given schedules of any problem. May use {@code problem} and {@code schedule}. Start reading at
 * {@link org.takt.solver.improve.WindowProblem}.
 */
@NullMarked
package org.takt.solver.improve;

import org.jspecify.annotations.NullMarked;
