package org.takt.solver.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.ortools.sat.CpModelProto;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntegerVariableProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.oracle.RandomProblems;

/** A hint gives every variable its value, so that it is a solution by itself. */
class HintTest {
    private final CpSatEngine engine = new CpSatEngine();

    @Test
    void aHintedScheduleIsASolutionByItself() {
        int hinted = 0;
        for (long seed = 0; seed < 600; seed++) {
            Problem problem = seed % 3 == 0 ? RepeatedProblems.of(seed) : RandomProblems.any(20_000 + seed);
            Optional<Schedule> schedule = engine.solve(CpSatRequest.of(problem, Duration.ofMinutes(5)))
                    .schedule();
            if (schedule.isPresent()) {
                assertSolution(problem, schedule.get(), "seed " + seed);
                hinted++;
            }
        }
        assertThat(hinted).isGreaterThan(300);
    }

    private static void assertSolution(Problem problem, Schedule schedule, String seed) {
        long value = Incumbent.of(problem, schedule).orElseThrow().value();
        TimeScaling scaling = new TimeScaling(problem);
        Encoding encoding =
                Encoding.of(scaling.scaled(), 0, scaling.scaleDown(value), true).orElseThrow();
        encoding.hint(scaling.scale(schedule));
        CpModelProto model = encoding.model().model();
        assertThat(model.getSolutionHint().getVarsList()).as(seed).containsAll(free(model));
        CpSolver solver = new CpSolver();
        solver.getParameters().setFixVariablesToTheirHintedValue(true).setNumWorkers(1);
        assertThat(solver.solve(encoding.model())).as(seed).isEqualTo(CpSolverStatus.OPTIMAL);
        Schedule read = scaling.unscale(encoding.reader().read(solver::value));
        assertThat(Incumbent.of(problem, read).map(Incumbent::value)).as(seed).hasValue(value);
    }

    private static List<Integer> free(CpModelProto model) {
        List<Integer> free = new ArrayList<>();
        for (int variable = 0; variable < model.getVariablesCount(); variable++) {
            IntegerVariableProto described = model.getVariables(variable);
            if (described.getDomain(0) < described.getDomain(described.getDomainCount() - 1)) {
                free.add(variable);
            }
        }
        return free;
    }
}
