package org.takt.solver.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.Options;
import org.takt.model.problem.Op;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.OverlappedPair;

/** What the user asks of an exported file beyond its format. */
final class ExportWishes {
    private static final String OVERLAP = "overlap";
    private static final String LAYERS = "layers";
    private static final Pattern PAIR = Pattern.compile("(\\d{1,9}F\\d{1,9})\\+(\\d{1,9}[BI]\\d{1,9})");

    private final Optional<String> overlap;
    private final Optional<List<Integer>> layers;

    private ExportWishes(Optional<String> overlap, Optional<List<Integer>> layers) {
        this.overlap = overlap;
        this.layers = layers;
    }

    static void addTo(Options options) {
        options.addOption(Arguments.valued(
                OVERLAP,
                "PAIRS",
                "forwards and the backwards right behind them to share cells of PyTorch's file, as stage, kind,"
                        + " micro-batch, such as 0F4+0B0,1F3+1B1"));
        options.addOption(Arguments.valued(
                LAYERS, "LIST", "decoder layers of each stage, such as 7,8,8,7; for the format megatron-layout"));
    }

    /** Returns what the arguments ask for, as far as the format knows it. */
    static ExportWishes of(Arguments arguments, ExportFormat format) {
        if (arguments.has(OVERLAP) && !format.hasOverlaps()) {
            throw CommandFailure.usage(
                    "Option --" + OVERLAP + " is for PyTorch's files; the format is \"" + format.formatName() + "\".");
        }
        boolean needsLayers = format == ExportFormat.MEGATRON_LAYOUT;
        if (arguments.has(LAYERS) && !needsLayers) {
            throw CommandFailure.usage("Option --" + LAYERS + " is for the format "
                    + ExportFormat.MEGATRON_LAYOUT.formatName() + "; the format is \"" + format.formatName() + "\".");
        }
        if (!arguments.has(LAYERS) && needsLayers) {
            throw CommandFailure.usage("The format " + format.formatName() + " needs option --" + LAYERS + ".");
        }
        return new ExportWishes(arguments.value(OVERLAP), arguments.counts(LAYERS, 0));
    }

    /** Returns the pairs of ops to overlap. */
    List<OverlappedPair> overlaps(Problem problem) {
        if (overlap.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> byName = new HashMap<>();
        for (int index = 0; index < problem.ops().size(); index++) {
            Op op = problem.ops().get(index);
            byName.putIfAbsent(op.stage() + op.kind().name() + op.microBatch(), index);
        }
        List<OverlappedPair> pairs = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        for (String text : overlap.get().split(",", -1)) {
            Matcher pair = PAIR.matcher(text.strip());
            if (!pair.matches()) {
                throw CommandFailure.usage("Option --" + OVERLAP + " has the pair \"" + text
                        + "\", expected a forward and a backward such as 0F4+0B0.");
            }
            OverlappedPair named = new OverlappedPair(op(byName, pair.group(1)), op(byName, pair.group(2)));
            if (!used.add(named.forward()) || !used.add(named.backward())) {
                throw CommandFailure.usage("Option --" + OVERLAP + " names an op of " + text + " twice.");
            }
            pairs.add(named);
        }
        return pairs;
    }

    /** Returns the number of decoder layers of each stage. */
    List<Integer> layers() {
        return layers.orElseThrow();
    }

    private static int op(Map<String, Integer> byName, String name) {
        Integer op = byName.get(name);
        if (op == null) {
            throw CommandFailure.usage(
                    "Option --" + OVERLAP + " names " + name + ", an op that the instance does not have.");
        }
        return op;
    }
}
