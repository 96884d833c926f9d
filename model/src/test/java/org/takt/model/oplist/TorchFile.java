package org.takt.model.oplist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.takt.model.Instances;
import org.takt.model.instance.Backward;

/** One of PyTorch's own op-lists in the test resources, as {@code INDEX.csv} describes it. */
public record TorchFile(String name, int devices, int microBatches, List<Integer> deviceOfStage, String kinds) {

    /** Returns all files. */
    public static List<TorchFile> all() {
        List<TorchFile> files = new ArrayList<>();
        for (List<String> cells : CsvCells.rows(resource("INDEX.csv"))) {
            if (!cells.get(0).equals("file")) {
                files.add(new TorchFile(
                        cells.get(0),
                        Integer.parseInt(cells.get(2)),
                        Integer.parseInt(cells.get(3)),
                        Stream.of(cells.get(6).split(",")).map(Integer::valueOf).toList(),
                        cells.get(7)));
            }
        }
        return files;
    }

    /** Returns the file of a name. */
    public static TorchFile named(String name) {
        return all().stream().filter(file -> file.name.equals(name)).findFirst().orElseThrow();
    }

    /** Returns the file's text. */
    public String text() {
        return resource(name);
    }

    /** Returns a matching instance: the file's placement, and backwards cut as the file's ops are. */
    public Instances instance() {
        Backward backward =
                !kinds.contains("I") ? Backward.FUSED : kinds.contains("B") ? Backward.EITHER : Backward.SPLIT;
        return Instances.of(devices, microBatches)
                .stages(deviceOfStage.size())
                .explicit(deviceOfStage.toArray(new Integer[0]))
                .backward(backward);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String resource(String name) {
        try (InputStream stream = Objects.requireNonNull(TorchFile.class.getResourceAsStream("torch/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
