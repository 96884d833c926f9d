package org.takt.solver.cli;

import java.util.List;
import org.takt.model.certificate.Certificate;
import org.takt.model.instance.Instance;
import org.takt.solver.PeriodicSolution;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Takt;

/** What the commands ask of the library. */
interface Engine {
    /** The library itself. */
    Engine TAKT = new Engine() {
        @Override
        public Solution solve(Instance instance, SolveOptions options, SolveListener listener) {
            return Takt.solve(instance, options, listener);
        }

        @Override
        public PeriodicSolution solvePeriod(Instance instance, SolveOptions options) {
            return Takt.solvePeriod(instance, options);
        }

        @Override
        public List<Certificate> bound(Instance instance, SolveOptions options) {
            return Takt.bound(instance, options);
        }
    };

    /** Finds a schedule. */
    Solution solve(Instance instance, SolveOptions options, SolveListener listener);

    /** Finds a periodic schedule. */
    PeriodicSolution solvePeriod(Instance instance, SolveOptions options);

    /** Computes lower bounds. */
    List<Certificate> bound(Instance instance, SolveOptions options);
}
