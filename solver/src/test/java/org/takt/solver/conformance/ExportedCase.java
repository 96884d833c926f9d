package org.takt.solver.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Problem;
import org.takt.model.verification.Report;

/**
 * A case as PyTorch gets it.
 *
 * @param report the figures that Takt predicts of PyTorch's run
 */
record ExportedCase(ConformanceCase origin, Problem problem, PyTorchCsv.Written written, Report report) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes the op-list and the description for the script, and returns the file of the latter. */
    Path write(Path directory) throws IOException {
        String name = origin.fileName();
        ObjectNode description = JSON.createObjectNode();
        description
                .put("name", name)
                .put("csv", name + ".csv")
                .put("form", origin.form() == PyTorchCsv.Form.COMPUTE_ONLY ? "compute_only" : "compute_comms")
                .put("predicted_ms", report.makespan());
        ObjectNode times = description.putObject("op_ms");
        for (OpKind kind : List.of(OpKind.F, OpKind.B, OpKind.I, OpKind.W)) {
            ArrayNode stages = times.putArray(kind.name());
            for (int stage = 0; stage < stages(); stage++) {
                ArrayNode microBatches = stages.addArray();
                for (int microBatch : written.microBatches()) {
                    microBatches.add(duration(kind, stage, microBatch));
                }
            }
        }
        Files.writeString(directory.resolve(name + ".csv"), written.text());
        return Files.writeString(directory.resolve(name + ".json"), description + "\n");
    }

    private int stages() {
        return 1 + problem.ops().stream().mapToInt(Op::stage).max().orElseThrow();
    }

    /** A full backward where the problem has cut ones only, as the file has them on stage 0, takes as long as both parts. */
    private long duration(OpKind kind, int stage, int microBatch) {
        OptionalLong own = ownDuration(kind, stage, microBatch);
        if (own.isEmpty() && kind == OpKind.B) {
            return duration(OpKind.I, stage, microBatch) + duration(OpKind.W, stage, microBatch);
        }
        return own.orElse(0);
    }

    private OptionalLong ownDuration(OpKind kind, int stage, int microBatch) {
        return problem.ops().stream()
                .filter(op -> op.kind() == kind && op.stage() == stage && op.microBatch() == microBatch)
                .mapToLong(op -> op.modes().get(0).duration())
                .findFirst();
    }
}
