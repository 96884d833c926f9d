package org.takt.model.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.instance.InvalidInstanceException;

/**
 * The list of a folder's instances, {@code index.json}: which there are, and how large. Equal indexes give equal files,
 * byte for byte.
 *
 * @param entries the instances in the order of the file
 */
public record InstanceIndex(List<Entry> entries) {
    /** The index's file name. */
    public static final String FILE = "index.json";

    private static final Range SIZE = new Range(1, Integer.MAX_VALUE);

    public InstanceIndex {
        entries = List.copyOf(entries);
    }

    /**
     * One instance.
     *
     * @param name the instance's name
     * @param path its file, from the index's folder, with {@code /} between folders
     * @param family the family it belongs to
     * @param devices number of devices, at least 1
     * @param microBatches number of micro-batches, at least 1
     * @param ops number of ops of its problem, at least 1
     */
    public record Entry(String name, String path, String family, int devices, int microBatches, int ops) {
        /** Returns the entry of a family's instance, which lies in the family's folder in a file of its name. */
        public static Entry of(String family, Instance instance) {
            return new Entry(
                    instance.name(),
                    family + "/" + instance.name() + ".json",
                    family,
                    instance.devices().size(),
                    instance.microBatches().size(),
                    Expander.expand(instance).ops().size());
        }
    }

    /** Returns the entries of one family. */
    public List<Entry> family(String family) {
        return entries.stream().filter(entry -> entry.family().equals(family)).toList();
    }

    /** Returns the same index with other entries of one family, in the place of its old ones or, without any, last. */
    public InstanceIndex withFamily(String family, List<Entry> members) {
        List<Entry> all = new ArrayList<>();
        int place = -1;
        for (Entry entry : entries) {
            if (!entry.family().equals(family)) {
                all.add(entry);
            } else if (place < 0) {
                place = all.size();
            }
        }
        all.addAll(place < 0 ? all.size() : place, members);
        return new InstanceIndex(all);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInstanceException with every problem found, if the file is missing, a directory, too large, no
     *     JSON, or no index; its message names the file
     * @throws IOException if the file exists but cannot be read
     */
    public static InstanceIndex read(Path file) throws IOException {
        ProblemList problems = new ProblemList();
        Optional<InstanceIndex> index = InputFile.read(file, FormatLimits.MAX_BYTES, problems)
                .flatMap(content -> StrictJson.parse(content, FormatLimits.MAX_INSTANCE_VALUES, problems))
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .map(InstanceIndex::readAll);
        if (index.isEmpty() || !problems.isEmpty()) {
            throw InstanceReader.invalid(file.toString(), problems);
        }
        return index.get();
    }

    private static InstanceIndex readAll(ObjectCursor root) {
        List<Entry> entries = new ArrayList<>();
        List<JsonValue> items = root.list("instances");
        for (int index = 0; index < items.size(); index++) {
            String pointer = Pointers.item(root.pointer("instances"), index);
            ObjectCursor.on(items.get(index), pointer, root.problems())
                    .map(InstanceIndex::readOne)
                    .ifPresent(entries::add);
        }
        root.close();
        return new InstanceIndex(entries);
    }

    private static Entry readOne(ObjectCursor cursor) {
        Entry entry = new Entry(
                cursor.text("name").orElse(""),
                cursor.text("path").orElse(""),
                cursor.text("family").orElse(""),
                (int) cursor.whole("p", SIZE),
                (int) cursor.whole("m", SIZE),
                (int) cursor.whole("ops", SIZE));
        cursor.close();
        return entry;
    }

    /** Returns the content of the file. */
    public String toJson() {
        List<JsonValue> items = new ArrayList<>();
        for (Entry entry : entries) {
            items.add(new JsonFields()
                    .with("name", entry.name())
                    .with("path", entry.path())
                    .with("family", entry.family())
                    .with("p", entry.devices())
                    .with("m", entry.microBatches())
                    .with("ops", entry.ops())
                    .toJson());
        }
        return JsonPrinter.print(new JsonFields().with("instances", items).toJson());
    }
}
