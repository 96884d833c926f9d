/**
 * Published schedule families, one class each, as per-device orders. May use {@code problem} and {@code schedule}.
 * Start reading at {@link org.takt.solver.baseline.ScheduleFamily}.
 */
@NullMarked
package org.takt.solver.baseline;

import org.jspecify.annotations.NullMarked;
