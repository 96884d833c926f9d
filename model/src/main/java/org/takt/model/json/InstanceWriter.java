package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
import org.takt.model.instance.Instance;

/**
 * Writes instance files of format {@code takt-instance/1}. Equal instances give equal files, byte for byte, and
 * {@link InstanceReader} reads back an equal instance.
 */
public final class InstanceWriter {
    private InstanceWriter() {}

    /** Writes a file, in one step. */
    public static void write(Path file, Instance instance) throws IOException {
        AtomicFile.write(file, toJson(instance));
    }

    /** Returns the content of the file. */
    public static String toJson(Instance instance) {
        JsonFields fields = new JsonFields()
                .with("format", FormatTag.INSTANCE)
                .with("name", instance.name())
                .withIfNotEmpty("description", instance.description())
                .with("timeUnit", instance.timeUnit())
                .with("memoryUnit", instance.memoryUnit())
                .with("devices", DevicesFormat.write(instance.devices()))
                .with("stages", StagesFormat.write(instance.stages()))
                .with("placement", PlacementFormat.write(instance.placement()))
                .with("communication", CommunicationFormat.write(instance.communication()))
                .with("microBatches", MicroBatchesFormat.write(instance.microBatches()))
                .with("backward", LowerCase.name(instance.backward()))
                .with("objective", ObjectiveFormat.write(instance.objective()));
        instance.provenance().ifPresent(provenance -> fields.with("provenance", ProvenanceFormat.write(provenance)));
        return JsonPrinter.print(fields.toJson());
    }
}
