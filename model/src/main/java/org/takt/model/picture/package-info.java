/**
 * Pictures of verified schedules: one class for each output format, all drawing the same {@link
 * org.takt.model.picture.Picture}. Knows problems, schedules and reports, no instance. Start reading at Picture.
 */
@NullMarked
package org.takt.model.picture;

import org.jspecify.annotations.NullMarked;
