/**
 * The exact oracle of tests: brute force on tiny problems, and seeded generators of tiny problems. May use everything.
 * Start reading at {@link org.takt.solver.oracle.BruteForce}.
 */
@NullMarked
package org.takt.solver.oracle;

import org.jspecify.annotations.NullMarked;
