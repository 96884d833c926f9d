package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;
import org.takt.model.json.InstanceWriter;

/** {@code takt import}: converts what another scheduler is told into an instance. */
final class ImportCommand implements Command {
    private static final String ZERO_BUBBLE = "zero-bubble";
    private static final String NAME = "name";
    private static final String ENDING = ".json";

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String summary() {
        return "Converts settings of Zero Bubble's scheduler (p, m, F, B, W, memF, ...) to an instance.";
    }

    @Override
    public String synopsis() {
        return ZERO_BUBBLE + " SETTINGS.json [OPTION...]";
    }

    @Override
    public Options options() {
        Options options = new Options();
        options.addOption(
                Arguments.valued(NAME, "NAME", "the instance's name; default: the settings' file name without .json"));
        options.addOption(Arguments.valued(OutputFiles.OUTPUT, "FILE", "the file to write; default: standard output"));
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        String file = settingsFile(arguments.positionals());
        Optional<Path> output = OutputFiles.requested(arguments, console);
        String name = arguments.value(NAME).orElseGet(() -> defaultName(console.path(file)));
        if (name.isBlank()) {
            throw CommandFailure.usage("Option --" + NAME + " is blank, expected at least one visible character.");
        }
        OutputFiles.print(console, output, InstanceWriter.toJson(InputFiles.zeroBubble(console, file, name)));
        return ExitCode.OK;
    }

    private static String settingsFile(List<String> words) {
        if (words.isEmpty()) {
            throw CommandFailure.usage("The format is missing, expected " + ZERO_BUBBLE + ".");
        }
        if (!words.get(0).equals(ZERO_BUBBLE)) {
            throw CommandFailure.usage("The format is \"" + words.get(0) + "\", expected " + ZERO_BUBBLE + ".");
        }
        if (words.size() == 1) {
            throw CommandFailure.usage("The argument SETTINGS.json is missing.");
        }
        if (words.size() > 2) {
            throw Arguments.unexpected(words.get(2));
        }
        return words.get(1);
    }

    private static String defaultName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ENDING) && name.length() > ENDING.length()
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }
}
