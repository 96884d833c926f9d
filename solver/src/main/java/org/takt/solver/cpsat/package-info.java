/**
 * CP-SAT: the only package that imports OR-Tools. {@code Encoding} composes one class per constraint family. Start
 * reading at {@link org.takt.solver.cpsat.CpSatEngine}.
 */
@NullMarked
package org.takt.solver.cpsat;

import org.jspecify.annotations.NullMarked;
