/**
 * Schedules of a {@link org.takt.model.problem.Problem} and how per-device orders become start times. May use
 * {@code problem} only. Start reading at {@link org.takt.model.schedule.Schedule}.
 */
@NullMarked
package org.takt.model.schedule;

import org.jspecify.annotations.NullMarked;
