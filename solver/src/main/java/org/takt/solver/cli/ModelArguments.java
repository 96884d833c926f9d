package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;
import org.takt.model.analytic.AnalyticPipeline;
import org.takt.model.analytic.Gpu;
import org.takt.model.analytic.Layer;
import org.takt.model.analytic.LayerSplit;
import org.takt.model.analytic.ModelDescription;
import org.takt.model.analytic.ParallelLayout;
import org.takt.model.analytic.Recomputation;
import org.takt.model.instance.Backward;
import org.takt.model.instance.Placement;
import org.takt.model.json.ModelReader;

/** The options that say what is trained, on which GPUs, and how it is spread over them. */
final class ModelArguments {
    static final String MODEL = "model";
    private static final String GPU = "gpu";
    private static final String STAGES = "stages";
    private static final String PLACEMENT = "placement";
    private static final String RECOMPUTE = "recompute";
    private static final String BACKWARD = "backward";
    private static final String EFFICIENCY = "efficiency";
    private static final String NO_SEQUENCE_PARALLEL = "no-sequence-parallel";
    private static final double USUAL_EFFICIENCY = 0.45;

    private final Arguments arguments;
    private final Console console;

    ModelArguments(Arguments arguments, Console console) {
        this.arguments = arguments;
        this.console = console;
    }

    static void addTo(Options options) {
        options.addOption(Arguments.valued(
                MODEL,
                "NAME|FILE",
                "one of " + String.join(", ", ModelReader.published())
                        + ", or a file: takt-model/1, or a config.json of Hugging Face"));
        options.addOption(Arguments.valued(GPU, "NAME", "one of " + gpus()));
        for (String degree : List.of("tp", "pp", "vpp", "cp", "sp", "ep", "dp")) {
            options.addOption(Arguments.valued(degree, "N", meaning(degree) + "; default 1"));
        }
        options.addOption(Arguments.flag(
                NO_SEQUENCE_PARALLEL, "what lies between the matrices is whole on every rank of tensor parallelism"));
        options.addOption(Arguments.valued(
                STAGES,
                "RULE|LIST",
                "equal numbers of blocks (default), balanced operations, or the blocks of each stage: 3,4,4,3"));
        options.addOption(Arguments.valued(PLACEMENT, "NAME", "loop (default) or v"));
        options.addOption(Arguments.valued(RECOMPUTE, "NAME", "none, selective (default) or full"));
        options.addOption(Arguments.valued(BACKWARD, "NAME", "fused, split (default) or either"));
        options.addOption(Arguments.valued(
                EFFICIENCY, "SHARE", "share of the GPU's peak that passes reach: 0.45 or 45%, which is the default"));
    }

    private static String meaning(String degree) {
        return switch (degree) {
            case "tp" -> "ranks of tensor parallelism";
            case "pp" -> "devices of the pipeline";
            case "vpp" -> "stages on each device";
            case "cp" -> "ranks of context parallelism";
            case "sp" -> "ranks of Ulysses' sequence parallelism: attention is divided by heads, with all-to-alls";
            case "ep" -> "ranks of expert parallelism, a divisor of dp times cp times sp";
            default -> "replicas";
        };
    }

    private static String gpus() {
        return Gpu.all().stream().map(Gpu::name).collect(Collectors.joining(", "));
    }

    /**
     * Returns the pipeline that the options ask for.
     *
     * @param tokens of the longest sequence, by which balanced stages weigh attention
     */
    AnalyticPipeline pipeline(long tokens) {
        ModelDescription model = model();
        Gpu gpu = gpu();
        ParallelLayout layout = OptionProblems.made(arguments, this::layout);
        Placement placement = arguments
                .choice(PLACEMENT, choices(new Placement.Loop(), new Placement.V()))
                .orElse(new Placement.Loop());
        Recomputation recomputation =
                arguments.choice(RECOMPUTE, names(Recomputation.values())).orElse(Recomputation.SELECTIVE);
        Backward backward = arguments.choice(BACKWARD, names(Backward.values())).orElse(Backward.SPLIT);
        long efficiency = efficiency();
        return OptionProblems.made(
                arguments,
                () -> new AnalyticPipeline(
                        model,
                        stages(model, layout.stages(), tokens),
                        gpu,
                        layout,
                        placement,
                        recomputation,
                        backward,
                        efficiency));
    }

    private long efficiency() {
        long permille = Math.round(1000 * arguments.share(EFFICIENCY).orElse(USUAL_EFFICIENCY));
        if (permille < 1 || permille > 999) {
            throw CommandFailure.usage("Option --" + EFFICIENCY + " is \"" + arguments.required(EFFICIENCY)
                    + "\", expected a share from 0.001 to 0.999 such as 0.45 or 45%.");
        }
        return permille;
    }

    private ModelDescription model() {
        String model = arguments.required(MODEL);
        return ModelReader.published().contains(model)
                ? ModelReader.published(model)
                : InputFiles.model(console, model, nameOf(console.path(model)));
    }

    /** Returns what a file calls a model: every config.json of Hugging Face has the same name, so that its folder tells more. */
    private static String nameOf(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        boolean folderTells = whole.endsWith("config.json") && whole.getNameCount() > 1;
        Path telling = folderTells ? whole.getName(whole.getNameCount() - 2) : whole.getFileName();
        return String.valueOf(telling).replaceFirst("(?<=.)\\.json$", "");
    }

    private Gpu gpu() {
        String name = arguments.required(GPU);
        return Gpu.named(name)
                .orElseThrow(() ->
                        CommandFailure.usage("Option --gpu is \"" + name + "\", expected one of " + gpus() + "."));
    }

    private ParallelLayout layout() {
        return new ParallelLayout(
                degree("tp"),
                degree("pp"),
                degree("vpp"),
                degree("cp"),
                degree("sp"),
                degree("ep"),
                degree("dp"),
                !arguments.has(NO_SEQUENCE_PARALLEL));
    }

    private int degree(String option) {
        return arguments.integer(option, 1).orElse(1);
    }

    private List<List<Layer>> stages(ModelDescription model, int stages, long tokens) {
        String rule = arguments.value(STAGES).orElse("equal");
        return switch (rule) {
            case "equal" -> LayerSplit.equal(model, stages);
            case "balanced" -> LayerSplit.balanced(model, stages, tokens);
            default -> LayerSplit.counted(model, counts(rule));
        };
    }

    private List<Integer> counts(String list) {
        if (!list.matches("[0-9, ]+")) {
            throw CommandFailure.usage("Option --" + STAGES + " is \"" + list
                    + "\", expected equal, balanced, or the blocks of each stage such as 3,4,4,3.");
        }
        return arguments.counts(STAGES, 1).orElseThrow();
    }

    private static Map<String, Placement> choices(Placement... placements) {
        Map<String, Placement> choices = new LinkedHashMap<>();
        for (Placement placement : placements) {
            choices.put(placement.type(), placement);
        }
        return choices;
    }

    private static <T extends Enum<T>> Map<String, T> names(T[] constants) {
        Map<String, T> names = new LinkedHashMap<>();
        for (T constant : constants) {
            names.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return names;
    }
}
