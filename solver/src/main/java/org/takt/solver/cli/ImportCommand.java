package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.json.InstanceWriter;

/** {@code takt import}: converts measured times, or what another scheduler is told, into an instance. */
final class ImportCommand implements Command {
    static final String DEVICES = "devices";
    static final String MICRO_BATCHES = "micro-batches";
    private static final String NAME = "name";
    private static final String ENDING = ".json";

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String summary() {
        return "Converts measured times, or what another scheduler is told, to an instance.";
    }

    @Override
    public String synopsis() {
        return "FORMAT FILE... [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(Arguments.valued(DEVICES, "N", "pipeline-parallel size; for megatron-timers"));
        options.addOption(Arguments.valued(MICRO_BATCHES, "N", "micro-batches of an iteration; for megatron-timers"));
        options.addOption(
                Arguments.valued(NAME, "NAME", "the instance's name; default: the settings' file name without .json"));
        options.addOption(Arguments.valued(OutputFiles.OUTPUT, "FILE", "the file to write; default: standard output"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        List<String> words = arguments.positionals();
        if (words.isEmpty()) {
            throw CommandFailure.usage("The format is missing, expected one of " + ImportFormat.names() + ".");
        }
        ImportFormat format = ImportFormat.named(words.get(0));
        List<String> files = files(format, words);
        Optional<Path> output = OutputFiles.requested(arguments, console, files);
        String name = arguments.value(NAME).orElseGet(() -> defaultName(console.path(files.get(0))));
        if (name.isBlank()) {
            throw CommandFailure.usage("Option --" + NAME + " is blank, expected at least one visible character.");
        }
        ImportFormat.Imported imported = format.read(arguments, console, files, name);
        imported.warning().ifPresent(warning -> console.err().println("takt: Warning: " + warning));
        OutputFiles.print(console, output, InstanceWriter.toJson(imported.instance()));
        return ExitCode.OK;
    }

    private static List<String> files(ImportFormat format, List<String> words) {
        if (words.size() == 1) {
            throw CommandFailure.usage("The argument FILE is missing.");
        }
        if (words.size() > 2 && !format.takesSeveralFiles()) {
            throw Arguments.unexpected(words.get(2));
        }
        return words.subList(1, words.size());
    }

    private static String defaultName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ENDING) && name.length() > ENDING.length()
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }
}
