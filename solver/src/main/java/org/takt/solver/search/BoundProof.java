package org.takt.solver.search;

import java.util.function.LongUnaryOperator;
import org.takt.model.problem.Problem;

/**
 * One thing to prove: no schedule of a relaxation has a smaller objective than some value.
 *
 * @param claim what follows, for people
 * @param problem the relaxation, in coarse times
 * @param least the objective that no schedule may fall below, in coarse times; at least 0
 * @param bound what an objective in coarse times says of what is claimed
 */
record BoundProof(String claim, Problem problem, long least, LongUnaryOperator bound) {}
