/**
 * Heuristics that build schedules of any problem. May use {@code problem} and {@code schedule}. Start reading at
 * {@link org.takt.solver.heuristic.ListScheduler}.
 */
@NullMarked
package org.takt.solver.heuristic;

import org.jspecify.annotations.NullMarked;
