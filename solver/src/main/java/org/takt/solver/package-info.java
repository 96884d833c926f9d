/**
 * The library's whole public face: solve an instance, listen to progress, read the result. Start reading at
 * {@link org.takt.solver.Takt}.
 */
@NullMarked
package org.takt.solver;

import org.jspecify.annotations.NullMarked;
