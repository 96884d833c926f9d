/**
 * Level 2: the generic scheduling problem that every algorithm works on. May use nothing but the JDK.
 * Start reading at {@link org.takt.model.problem.Problem}.
 */
@NullMarked
package org.takt.model.problem;

import org.jspecify.annotations.NullMarked;
