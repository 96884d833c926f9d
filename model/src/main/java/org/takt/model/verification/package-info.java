/**
 * The independent check of schedules and the figures computed from them. May use {@code problem} and
 * {@code schedule} only, and shares no code with any solver. Start reading at
 * {@link org.takt.model.verification.Verifier}.
 */
@NullMarked
package org.takt.model.verification;

import org.jspecify.annotations.NullMarked;
