package org.takt.solver.cpsat;

import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.SatParameters;
import java.util.ArrayList;
import java.util.List;
import org.takt.solver.kernel.Kernel;
import org.takt.solver.kernel.KernelTiming;

/** Improves kernels with CP-SAT. Immutable and safe for use by several threads. */
public final class KernelEngine {
    /** Creates an engine; the first one loads OR-Tools' native library. */
    public KernelEngine() {
        NativeLibrary.load();
    }

    /**
     * Returns the best kernel found within the limits, the request's own where there is no better one. Times are rounded
     * up to coarser ticks within, so a kernel keeps every rule but need not be the tightest of its order.
     */
    public Kernel improve(KernelRequest request) {
        Kernel start = request.start();
        KernelModel model = new KernelModel(request);
        CpSolver solver = new CpSolver();
        SatParameters.Builder parameters = solver.getParameters();
        parameters.setMaxTimeInSeconds(request.timeLimit().toNanos() / 1e9);
        request.deterministicLimit().ifPresent(parameters::setMaxDeterministicTime);
        parameters.setNumWorkers(request.workers());
        parameters.setRandomSeed(request.seed());
        // Else CP-SAT takes SIGINT from the JVM, whose shutdown hooks then never run.
        parameters.setCatchSigintSignal(false);
        StopWatcher watcher = new StopWatcher(request.stop(), solver::stopSearch);
        CpSolverStatus status;
        try {
            status = solver.solve(model.model());
        } finally {
            watcher.close();
        }
        if (status == CpSolverStatus.MODEL_INVALID) {
            throw new IllegalStateException(
                    "CP-SAT refuses the model: " + model.model().validate());
        }
        if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
            return start;
        }
        List<List<Long>> starts = new ArrayList<>();
        for (int lane = 0; lane < start.pattern().lanes().size(); lane++) {
            List<Long> ofLane = new ArrayList<>();
            for (int rank = 0; rank < start.pattern().lanes().get(lane).perUnit(); rank++) {
                ofLane.add(solver.value(model.start(lane, rank)) * model.tick());
            }
            starts.add(ofLane);
        }
        long period = solver.value(model.period()) * model.tick();
        Kernel found = new KernelTiming(new Kernel(start.pattern(), period, starts)).tighten();
        return found.lengthOf(request.units()) < start.lengthOf(request.units()) ? found : start;
    }
}
