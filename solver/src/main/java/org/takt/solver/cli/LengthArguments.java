package org.takt.solver.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;
import org.takt.model.analytic.AnalyticPipeline;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;
import org.takt.model.packing.ChunkFlow;
import org.takt.model.packing.DynaPipePacking;
import org.takt.model.packing.FixedCount;
import org.takt.model.packing.InOrder;
import org.takt.model.packing.LengthDistribution;
import org.takt.model.packing.LengthGroups;
import org.takt.model.packing.LengthList;
import org.takt.model.packing.PackedMicroBatch;
import org.takt.model.packing.PackingStrategy;

/** The options that say how long sequences are, how they make micro-batches, and how these are cut. */
final class LengthArguments {
    private static final String LENGTH = "length";
    static final String LENGTHS = "lengths";
    static final String SAMPLE = "sample";
    private static final String SEED = "seed";
    private static final String LONGEST = "longest";
    private static final String MICRO_BATCH = "micro-batch";
    private static final String MICRO_BATCHES = "micro-batches";
    private static final String PACKING = "packing";
    private static final String BUDGET = "budget";
    private static final String KEPT = "kept";
    private static final String GROUPS = "groups";
    private static final String SEGMENTS = "segments";
    private static final String CUT = "cut";
    private static final String GRANULARITY = "granularity";
    private static final String CHUNKFLOW = "chunkflow";
    private static final String LENGTH_GROUPS = "length-groups";
    private static final String WIKIPEDIA = "wikipedia";
    private static final long USUAL_LONGEST = 131_072;
    private static final int USUAL_GROUPS = 8;
    private static final int MOST_SEQUENCES = 1_000_000;

    private final Arguments arguments;
    private final Console console;

    LengthArguments(Arguments arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    static void addTo(Options options) {
        options.addOption(Arguments.valued(LENGTH, "TOKENS", "every sequence has so many tokens"));
        options.addOption(Arguments.valued(LENGTHS, "FILE", "the sequences' tokens, one number on each line"));
        options.addOption(Arguments.valued(
                SAMPLE,
                "NAME|FILE",
                "draw the sequences' tokens from wikipedia or a CSV file: max_tokens,percent_of_sequences"));
        options.addOption(Arguments.valued(SEED, "N", "seed of the draw; default 0"));
        options.addOption(Arguments.valued(
                LONGEST,
                "TOKENS",
                "no sequence may be longer; default " + USUAL_LONGEST + ", with --length " + MicroBatch.MAX_TOKENS));
        options.addOption(Arguments.valued(MICRO_BATCH, "N", "sequences of a micro-batch; default 1"));
        options.addOption(Arguments.valued(
                MICRO_BATCHES, "N", "with --length or --sample: how many micro-batches of sequences there are"));
        options.addOption(Arguments.valued(
                PACKING,
                "NAME",
                "pack sequences into micro-batches of --budget tokens: in-order, chunkflow (fewest chunks; cuts longer"
                        + " sequences), dynapipe (least estimated makespan, padded runs by length) or length-groups (least"
                        + " padding)"));
        options.addOption(Arguments.valued(
                KEPT, "K", "with chunkflow: how many chunks of a cut sequence keep their activations; default 1"));
        options.addOption(
                Arguments.valued(GROUPS, "N", "with length-groups: the most groups; default " + USUAL_GROUPS));
        options.addOption(Arguments.valued(BUDGET, "TOKENS", "of a packed micro-batch"));
        options.addOption(Arguments.valued(SEGMENTS, "N", "cut the one sequence of each micro-batch so often"));
        options.addOption(Arguments.valued(
                CUT,
                "NAME",
                "equal (default), equal-cost, or averaged segments: equal ones that share out attention (SlimPipe)"));
        options.addOption(Arguments.valued(GRANULARITY, "TOKENS", "what each segment is a multiple of; default 1"));
    }

    /** Returns the micro-batches that the options make of sequences; packings may weigh them by what a pipeline takes. */
    List<MicroBatch> microBatches(List<Long> lengths, AnalyticPipeline pipeline) {
        requireMeaning();
        PackingStrategy strategy = packing(pipeline);
        Optional<Segmentation> cut = cut();
        return OptionProblems.made(arguments, () -> strategy.pack(lengths).stream()
                .map(PackedMicroBatch::microBatch)
                .map(microBatch -> cut.map(microBatch::withSegmentation).orElse(microBatch))
                .toList());
    }

    /** Refuses options that change nothing without another. */
    private void requireMeaning() {
        boolean isPacked = arguments.has(PACKING);
        String packing = arguments.value(PACKING).orElse("");
        requireFor(SEED, arguments.has(SAMPLE), "with --" + SAMPLE);
        requireFor(CUT, arguments.has(SEGMENTS), "with --" + SEGMENTS);
        requireFor(GRANULARITY, arguments.has(SEGMENTS), "with --" + SEGMENTS);
        requireFor(BUDGET, isPacked, "with --" + PACKING);
        requireFor(KEPT, packing.equals(CHUNKFLOW), "with --" + PACKING + " " + CHUNKFLOW);
        requireFor(GROUPS, packing.equals(LENGTH_GROUPS), "with --" + PACKING + " " + LENGTH_GROUPS);
        requireFor(MICRO_BATCH, !isPacked, "without --" + PACKING);
    }

    private void requireFor(String option, boolean hasMeaning, String where) {
        if (arguments.has(option) && !hasMeaning) {
            throw CommandFailure.usage("Option --" + option + " goes " + where + " only.");
        }
    }

    /** Returns the tokens of each sequence that the options ask for, at least one. */
    List<Long> lengths() {
        long given = Stream.of(LENGTH, LENGTHS, SAMPLE).filter(arguments::has).count();
        if (given != 1) {
            throw CommandFailure.usage(
                    "Expected exactly one of --length, --lengths and --sample, found " + given + ".");
        }
        long longest =
                arguments.whole(LONGEST, 1).orElse(arguments.has(LENGTH) ? MicroBatch.MAX_TOKENS : USUAL_LONGEST);
        if (longest > MicroBatch.MAX_TOKENS) {
            throw CommandFailure.usage(
                    "Option --longest is " + longest + ", expected at most " + MicroBatch.MAX_TOKENS + " tokens.");
        }
        if (arguments.has(LENGTHS)) {
            arguments.value(MICRO_BATCHES).ifPresent(ignored -> {
                throw CommandFailure.usage("Option --micro-batches goes with --length or --sample only.");
            });
            String file = arguments.required(LENGTHS);
            String text = InputFiles.text(console, file);
            return InputFiles.made(() -> LengthList.parse(file, text, longest));
        }
        return arguments.has(LENGTH) ? equalLengths(longest) : drawnLengths(longest);
    }

    private List<Long> equalLengths(long longest) {
        long length = arguments.whole(LENGTH, 1).orElseThrow();
        if (length > longest) {
            throw CommandFailure.usage("Option --length is " + length + ", expected at most " + longest + " tokens"
                    + (arguments.has(LONGEST) ? ", as --longest says." : "."));
        }
        return Collections.nCopies(sequences(), length);
    }

    private List<Long> drawnLengths(long longest) {
        String source = arguments.required(SAMPLE);
        long seed = arguments.whole(SEED, 0).orElse(0L);
        LengthDistribution distribution =
                source.equals(WIKIPEDIA) ? LengthDistribution.wikipedia() : distribution(source);
        try {
            return distribution.sample(sequences(), longest, seed);
        } catch (IllegalArgumentException tooShort) {
            throw CommandFailure.usage("Option --longest: " + tooShort.getMessage());
        }
    }

    private LengthDistribution distribution(String file) {
        String text = InputFiles.text(console, file);
        try {
            return LengthDistribution.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw CommandFailure.input(file + ": " + malformed.getMessage());
        }
    }

    private int sequences() {
        int microBatches = arguments
                .integer(MICRO_BATCHES, 1)
                .orElseThrow(() -> CommandFailure.usage("Option --micro-batches is missing."));
        long sequences = (long) microBatches * sequencesOfMicroBatch();
        if (sequences > MOST_SEQUENCES) {
            throw CommandFailure.usage(
                    "There are " + sequences + " sequences, expected at most " + MOST_SEQUENCES + ".");
        }
        return (int) sequences;
    }

    private int sequencesOfMicroBatch() {
        return arguments.integer(MICRO_BATCH, 1).orElse(1);
    }

    private PackingStrategy packing(AnalyticPipeline pipeline) {
        if (!arguments.has(PACKING)) {
            return new FixedCount(sequencesOfMicroBatch());
        }
        long budget = arguments
                .whole(BUDGET, 1)
                .orElseThrow(() -> CommandFailure.usage("Option --budget is missing, which --packing needs."));
        Map<String, PackingStrategy> strategies = new LinkedHashMap<>();
        strategies.put("in-order", new InOrder(budget));
        strategies.put(
                CHUNKFLOW, new ChunkFlow(budget, arguments.integer(KEPT, 1).orElse(1)));
        strategies.put(
                "dynapipe",
                new DynaPipePacking(pipeline.cost(), pipeline.layout().stages(), budget));
        strategies.put(
                LENGTH_GROUPS, new LengthGroups(arguments.integer(GROUPS, 1).orElse(USUAL_GROUPS), budget));
        return arguments.choice(PACKING, strategies).orElseThrow();
    }

    private Optional<Segmentation> cut() {
        return arguments.integer(SEGMENTS, 1).map(segments -> {
            long granularity = arguments.whole(GRANULARITY, 1).orElse(1L);
            Map<String, Segmentation> cuts = new LinkedHashMap<>();
            cuts.put("equal", new Segmentation.Equal(segments, granularity));
            cuts.put("averaged", new Segmentation.Averaged(segments, granularity));
            cuts.put("equal-cost", new Segmentation.EqualCost(segments, granularity));
            return arguments.choice(CUT, cuts).orElseGet(() -> new Segmentation.Equal(segments, granularity));
        });
    }
}
