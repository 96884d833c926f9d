package org.takt.solver.cpsat;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import com.google.ortools.sat.SatParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.model.verification.Verdict;
import org.takt.model.verification.Verifier;
import org.takt.solver.bound.Separation;
import org.takt.solver.bound.StartSum;
import org.takt.solver.bound.StartSumProblem;

/** Bounds sums of starts with CP-SAT, by one thread. Immutable and safe for use by several threads. */
public final class StartSumEngine {
    /** Creates an engine; the first one loads OR-Tools' native library. */
    public StartSumEngine() {
        NativeLibrary.load();
    }

    /**
     * Searches until the smallest sum is proved or a limit or a stop ends the search.
     *
     * @throws IllegalStateException if CP-SAT contradicts the verifier, which is a defect of the encoding
     */
    public StartSumResult solve(StartSumRequest request) {
        StartSumProblem asked = request.problem();
        Problem problem = asked.problem();
        CpModel model = new CpModel();
        PresenceFacts facts = new PresenceFacts(problem);
        LongestPaths paths = new LongestPaths(problem, facts);
        TimeWindows windows = new TimeWindows(paths, asked.horizon());
        Hint hint = new Hint();
        Variables variables = new Variables(model, problem, facts, windows, hint);
        PrecedenceConstraints.add(model, problem, variables);
        ResourceConstraints.add(model, problem, variables);
        BufferIntervals intervals = new BufferIntervals(model, problem, facts, paths, variables, windows, hint);
        MemoryConstraints.add(model, problem, intervals, hint);
        model.addEquality(variables.op(asked.origin()).start(), 0);
        asked.choices().forEach(choice -> add(choice, model, variables));
        for (StartSumProblem.Known known : asked.known()) {
            model.addGreaterOrEqual(expression(known.sum(), variables), known.atLeast());
        }
        IntVar sum = model.newIntVar(0, Math.min(request.atMost(), asked.largestSum()), "sum");
        model.addEquality(sum, expression(asked.sum(), variables));
        model.minimize(sum);
        return run(request, model, new SolutionReader(problem, variables));
    }

    private static void add(StartSumProblem.Choice choice, CpModel model, Variables variables) {
        List<Literal> chosen = new ArrayList<>();
        for (List<Separation> separations : choice.alternatives()) {
            BoolVar alternative = model.newBoolVar("alternative");
            chosen.add(alternative);
            for (Separation separation : separations) {
                model.addGreaterOrEqual(
                                variables.op(separation.after()).start(),
                                LinearExpr.affine(
                                        variables.op(separation.before()).start(), 1, separation.ticks()))
                        .onlyEnforceIf(alternative);
            }
        }
        model.addExactlyOne(chosen);
    }

    private static LinearExpr expression(StartSum sum, Variables variables) {
        LinearExprBuilder expression = LinearExpr.newBuilder();
        sum.weights()
                .forEach((op, weight) -> expression.addTerm(variables.op(op).start(), weight));
        return expression.build();
    }

    private static StartSumResult run(StartSumRequest request, CpModel model, SolutionReader reader) {
        CpSolver solver = new CpSolver();
        SatParameters.Builder parameters = solver.getParameters();
        parameters.setMaxTimeInSeconds(request.timeLimit().toNanos() / 1e9);
        request.deterministicLimit().ifPresent(parameters::setMaxDeterministicTime);
        parameters.setNumWorkers(1);
        parameters.setRandomSeed(request.seed());
        // Else CP-SAT takes SIGINT from the JVM, whose shutdown hooks then never run.
        parameters.setCatchSigintSignal(false);
        StopWatcher watcher = new StopWatcher(request.stop(), solver::stopSearch);
        CpSolverStatus status;
        try {
            status = solver.solve(model);
        } finally {
            watcher.close();
        }
        return result(status, request, solver, model, reader);
    }

    private static StartSumResult result(
            CpSolverStatus status, StartSumRequest request, CpSolver solver, CpModel model, SolutionReader reader) {
        double time = solver.response().getDeterministicTime();
        if (status == CpSolverStatus.MODEL_INVALID) {
            throw new IllegalStateException("CP-SAT refuses the model: " + model.validate());
        }
        if (status == CpSolverStatus.INFEASIBLE) {
            return new StartSumResult(request.beyond(), OptionalLong.empty(), true, time);
        }
        long bound = Math.max(0, (long) Math.ceil(solver.bestObjectiveBound() - 1e-6));
        if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
            return new StartSumResult(Math.min(bound, request.beyond()), OptionalLong.empty(), false, time);
        }
        Schedule schedule = reader.read(solver::value);
        if (!(new Verifier(request.problem().problem()).verify(schedule) instanceof Verdict.Accepted)) {
            throw new IllegalStateException("The verifier refuses a schedule that CP-SAT found.");
        }
        long value = request.problem().sum().of(schedule);
        return new StartSumResult(bound, OptionalLong.of(value), status == CpSolverStatus.OPTIMAL, time);
    }
}
