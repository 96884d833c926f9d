package org.takt.solver.bound;
final class ProblemAnalysis { }
