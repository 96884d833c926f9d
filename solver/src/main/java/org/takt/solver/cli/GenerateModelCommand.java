package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.analytic.AnalyticPipeline;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.json.InstanceWriter;

/** {@code takt generate model}: computes an instance from a model, a GPU, a layout and sequence lengths. */
final class GenerateModelCommand implements Command {
    private static final String NAME = "name";

    @Override
    public String name() {
        return "generate model";
    }

    @Override
    public String summary() {
        return "Computes an instance from a model, a GPU, a parallel layout and sequence lengths.";
    }

    @Override
    public String synopsis() {
        return "--model NAME|FILE --gpu NAME --pp N --length TOKENS --micro-batches N [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        ModelArguments.addTo(options);
        LengthArguments.addTo(options);
        options.addOption(
                Arguments.valued(NAME, "NAME", "the instance's name; default: model, pp, vpp and micro-batches"));
        options.addOption(Arguments.valued(OutputFiles.OUTPUT, "FILE", "the file to write; default: standard output"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        arguments.requireNoPositionals();
        Optional<Path> output = OutputFiles.requested(
                arguments,
                console,
                arguments.values(ModelArguments.MODEL, LengthArguments.LENGTHS, LengthArguments.SAMPLE));
        LengthArguments lengthArguments = new LengthArguments(arguments, console);
        List<Long> lengths = lengthArguments.lengths();
        AnalyticPipeline pipeline = new ModelArguments(arguments, console).pipeline(Collections.max(lengths));
        List<MicroBatch> microBatches = lengthArguments.microBatches(lengths, pipeline);
        String name = arguments.value(NAME).orElseGet(() -> defaultName(pipeline, microBatches.size()));
        Instance instance = OptionProblems.made(arguments, () -> pipeline.instance(name, "", microBatches));
        OutputFiles.print(console, output, InstanceWriter.toJson(instance));
        return ExitCode.OK;
    }

    private static String defaultName(AnalyticPipeline pipeline, int microBatches) {
        int chunks = pipeline.layout().chunks();
        return pipeline.model().name() + "-p" + pipeline.layout().pipeline() + (chunks == 1 ? "" : "-v" + chunks) + "-m"
                + microBatches;
    }
}
