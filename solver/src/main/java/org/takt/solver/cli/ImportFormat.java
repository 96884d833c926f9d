package org.takt.solver.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.takt.model.instance.Instance;
import org.takt.model.json.ChromeTraceProfile;
import org.takt.model.json.PrimusProfile;
import org.takt.model.profile.MegatronTimerLog;
import org.takt.model.profile.Profile;

/** What {@code takt import} reads. */
enum ImportFormat {
    /** Settings of Zero Bubble's scheduler. */
    ZERO_BUBBLE("zero-bubble", false),
    /** What Zero Bubble's scheduler passes are told. */
    ZERO_BUBBLE_CONFIG("zero-bubble-config", false),
    /** Traces of PyTorch's profiler, one for each rank. */
    PYTORCH_TRACE("pytorch-trace", true),
    /** Dumps of Primus, one for each rank. */
    PRIMUS("primus", true),
    /** A log of Megatron-LM's timers. */
    MEGATRON_TIMERS("megatron-timers", false);

    private final String formatName;
    private final boolean severalFiles;

    ImportFormat(String formatName, boolean severalFiles) {
        this.formatName = formatName;
        this.severalFiles = severalFiles;
    }

    /**
     * What was read.
     *
     * @param warning what to warn of
     */
    record Imported(Instance instance, Optional<String> warning) {}

    static String names() {
        return String.join(
                ", ", Arrays.stream(values()).map(format -> format.formatName).toList());
    }

    /** Returns the format of a name given by the user. */
    static ImportFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name))
                .findFirst()
                .orElseThrow(
                        () -> CommandFailure.usage("The format is \"" + name + "\", expected one of " + names() + "."));
    }

    boolean takesSeveralFiles() {
        return severalFiles;
    }

    /** Returns the instance that files mean. */
    Imported read(Arguments arguments, Console console, List<String> files, String name) {
        String file = files.get(0);
        List<Path> paths = files.stream().map(console::path).toList();
        return switch (this) {
            case ZERO_BUBBLE -> plain(InputFiles.zeroBubble(console, file, name));
            case ZERO_BUBBLE_CONFIG -> plain(InputFiles.graphConfig(console, file, name));
            case PYTORCH_TRACE ->
                measured(InputFiles.profile(file, () -> ChromeTraceProfile.read(paths, source(files))), name);
            case PRIMUS -> measured(InputFiles.profile(file, () -> PrimusProfile.read(paths, source(files))), name);
            case MEGATRON_TIMERS -> measured(timers(arguments, console, file), name);
        };
    }

    private static Imported plain(Instance instance) {
        return new Imported(instance, Optional.empty());
    }

    private static Imported measured(Profile profile, String name) {
        return new Imported(profile.toInstance(name), profile.warning());
    }

    private static String source(List<String> files) {
        return files.size() == 1 ? files.get(0) : files.get(0) + " and " + (files.size() - 1) + " more";
    }

    private static Profile timers(Arguments arguments, Console console, String file) {
        int devices = count(arguments, ImportCommand.DEVICES);
        int microBatches = count(arguments, ImportCommand.MICRO_BATCHES);
        try {
            return MegatronTimerLog.read(InputFiles.text(console, file), file, devices, microBatches);
        } catch (IllegalArgumentException exception) {
            throw CommandFailure.input(file + ": " + exception.getMessage());
        }
    }

    private static int count(Arguments arguments, String option) {
        return arguments
                .integer(option, 1)
                .orElseThrow(() -> CommandFailure.usage(
                        "Option --" + option + " is missing: a log of Megatron-LM's timers" + " does not say it."));
    }
}
