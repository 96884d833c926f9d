/**
 * Measured times of a pipeline's ops, the instances they make, and their noise. May use {@code instance},
 * {@code problem} and {@code schedule} only. Start reading at {@link org.takt.model.profile.Profile}.
 */
@NullMarked
package org.takt.model.profile;

import org.jspecify.annotations.NullMarked;
