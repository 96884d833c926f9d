package org.takt.solver.cpsat;

import com.google.ortools.init.OrToolsVersion;
import java.util.Optional;
import org.takt.model.problem.Problem;
import org.takt.solver.cpsat.CpSatResult.Outcome;

/**
 * Solves problems, or proves bounds on them, with the CP-SAT solver of OR-Tools. Immutable and safe for use by several
 * threads; each call has its own model and solver.
 */
public final class CpSatEngine {
    private final boolean breakSymmetry;

    /** Creates an engine; the first one loads OR-Tools' native library. */
    public CpSatEngine() {
        this(true);
    }

    CpSatEngine(boolean breakSymmetry) {
        NativeLibrary.load();
        this.breakSymmetry = breakSymmetry;
    }

    /** Returns the version of OR-Tools in use, such as {@code 9.15.6755}. */
    public static String version() {
        NativeLibrary.load();
        return OrToolsVersion.getVersionString();
    }

    /**
     * Searches until the best schedule is proved or a limit, the gap or a stop ends the search. With one worker and
     * without the latter, equal requests have equal results. An exception thrown by one of the request's functions ends
     * the search and is thrown again here.
     *
     * @throws IllegalStateException if CP-SAT contradicts the verifier, which is a defect of the encoding
     */
    public CpSatResult solve(CpSatRequest request) {
        long begin = System.nanoTime();
        Problem problem = request.problem();
        long asked = request.objectiveAtMost().orElse(Long.MAX_VALUE);
        Optional<Incumbent> incumbent = request.hint()
                .flatMap(schedule -> Incumbent.of(problem, schedule))
                .filter(found -> found.value() <= asked);
        if (incumbent.isPresent() && incumbent.get().value() <= request.lowerBound()) {
            return new CpSatResult(
                    Outcome.OPTIMAL,
                    Optional.of(incumbent.get().schedule()),
                    incumbent.get().value(),
                    0);
        }
        TimeScaling scaling = new TimeScaling(problem);
        long largest = Encoding.largestObjective(problem);
        long atMost = scaling.scaleDown(Math.min(
                Math.min(asked, largest), incumbent.map(Incumbent::value).orElse(largest)));
        if (request.lowerBound() > asked) {
            return infeasible(incumbent, scaling, atMost, largest, 0);
        }
        long atLeast = Math.min(scaling.scaleDown(request.lowerBound()), atMost);
        Optional<Encoding> encoding = Encoding.of(scaling.scaled(), atLeast, atMost, breakSymmetry);
        if (encoding.isEmpty()) {
            return infeasible(incumbent, scaling, atMost, largest, 0);
        }
        request.hint().map(scaling::scale).ifPresent(encoding.get()::hint);
        Search search = new Search(request, scaling, encoding.get(), incumbent, begin);
        return search.run() == Search.End.NO_SCHEDULE
                ? infeasible(incumbent, scaling, atMost, largest, search.deterministicTime())
                : search.result();
    }

    private static CpSatResult infeasible(
            Optional<Incumbent> incumbent, TimeScaling scaling, long atMost, long largest, double deterministicTime) {
        if (incumbent.isPresent()) {
            throw new IllegalStateException("CP-SAT excludes a schedule that the verifier accepts, of value "
                    + incumbent.get().value() + ".");
        }
        long next = scaling.unscale(atMost + 1);
        return new CpSatResult(
                Outcome.INFEASIBLE, Optional.empty(), next > largest ? Long.MAX_VALUE : next, deterministicTime);
    }
}
