/**
 * Published schedule families, one class each, as per-device orders, and their comparison. May use {@code problem},
 * {@code schedule} and {@code verification}. Start reading at {@link org.takt.solver.baseline.ScheduleFamily}.
 */
@NullMarked
package org.takt.solver.baseline;

import org.jspecify.annotations.NullMarked;
