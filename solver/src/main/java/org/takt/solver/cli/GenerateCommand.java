package org.takt.solver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceIndex;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.generation.InstanceFamilies;
import org.takt.solver.generation.InstanceFamily;

/** {@code takt generate}: writes a family of instances and lists it in the index. */
final class GenerateCommand implements Command {
    private static final String OUT = "out";

    @Override
    public String name() {
        return "generate";
    }

    @Override
    public String summary() {
        return "Writes a family of instances (" + families() + ") and lists it in the folder's index.";
    }

    @Override
    public String synopsis() {
        return "FAMILY --out DIR [OPTION...]";
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Arguments.valued(
                        OUT,
                        "DIR",
                        "the folder that gets DIR/FAMILY/NAME.json and the family's part of DIR/index.json"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        InstanceFamily family = family(arguments.onlyPositional("FAMILY"));
        Path folder = console.path(arguments.required(OUT));
        createFolder(folder);
        OutputFiles.requireWritable(folder.resolve(InstanceIndex.FILE));
        InstanceIndex index = index(console, folder);
        Path familyFolder = createFolder(folder.resolve(family.name()));
        List<InstanceIndex.Entry> entries = new ArrayList<>();
        for (Instance instance : family.instances()) {
            InstanceIndex.Entry entry = InstanceIndex.Entry.of(family.name(), instance);
            OutputFiles.write(folder.resolve(entry.path()), InstanceWriter.toJson(instance));
            entries.add(entry);
        }
        OutputFiles.write(
                folder.resolve(InstanceIndex.FILE),
                index.withFamily(family.name(), entries).toJson());
        console.err().println("takt: Written: " + entries.size() + " instances in " + familyFolder);
        return ExitCode.OK;
    }

    private static InstanceFamily family(String name) {
        return InstanceFamilies.named(name)
                .orElseThrow(() -> CommandFailure.usage(
                        "There is no family \"" + name + "\", expected one of " + families() + "."));
    }

    private static String families() {
        return InstanceFamilies.all().stream().map(InstanceFamily::name).collect(Collectors.joining(", "));
    }

    private static InstanceIndex index(Console console, Path folder) {
        Path file = folder.resolve(InstanceIndex.FILE);
        return Files.exists(file) ? InputFiles.index(console, file.toString()) : new InstanceIndex(List.of());
    }

    private static Path createFolder(Path folder) {
        if (Files.isRegularFile(folder)) {
            throw CommandFailure.usage("The folder " + folder + " cannot be created: it is a file.");
        }
        try {
            return Files.createDirectories(folder);
        } catch (IOException exception) {
            throw CommandFailure.usage(
                    "The folder " + folder + " cannot be created: " + Failures.reason(exception) + ".");
        }
    }
}
