package org.takt.solver.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.takt.model.Schedules.accepted;
import static org.takt.model.Schedules.timed;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.oplist.TorchFile;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;

/** The op-lists of PyTorch's own schedule classes come out of the families op for op, rank for rank. */
class TorchSchedulesTest {
    private static final Map<String, ScheduleFamily> FAMILIES = Map.of(
            "GPipe", new GPipe(),
            "1F1B", new OneForwardOneBackward(),
            "Interleaved1F1B", new InterleavedOneForwardOneBackward(),
            "LoopedBFS", BreadthFirst.PYTORCH,
            "InterleavedZeroBubble", new InterleavedZeroBubble(),
            "ZBVZeroBubble", new ZeroBubbleV());

    static List<TorchFile> files() {
        return TorchFile.all().stream()
                .filter(file -> FAMILIES.containsKey(schedule(file)))
                .toList();
    }

    @Test
    void thereAre144Files() {
        assertThat(files()).hasSize(144);
    }

    @ParameterizedTest
    @MethodSource("files")
    void isTheFamilysExport(TorchFile file) {
        Problem problem = file.instance().problem();
        ScheduleFamily family = FAMILIES.get(schedule(file));
        var applies = (ScheduleFamily.Outcome.Applies)
                family.orders(PipelineShape.of(problem).orElseThrow());
        Schedule schedule = timed(problem, applies.orders());
        accepted(problem, schedule);

        PyTorchCsv.Written written = PyTorchCsv.write(problem, schedule);

        assertThat(written.text()).isEqualTo(withoutBlanks(file.text()));
        assertThat(written.microBatches())
                .isEqualTo(IntStream.range(0, file.microBatches()).boxed().toList());
    }

    private static String schedule(TorchFile file) {
        return file.name().substring(0, file.name().indexOf('_'));
    }

    /** The file without the blank cells, which mean nothing, and with the writer's line ends. */
    private static String withoutBlanks(String text) {
        return text.replace("\r", "").replaceAll(",+", ",").replaceAll("(?m)^,|,$", "");
    }
}
