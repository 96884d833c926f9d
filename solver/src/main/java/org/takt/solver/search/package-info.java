/**
 * The strategy that composes candidates, bounds and CP-SAT under one deadline. May use every package of the library
 * but the command line. Start reading at {@link org.takt.solver.search.Search}.
 */
@NullMarked
package org.takt.solver.search;

import org.jspecify.annotations.NullMarked;
