package org.takt.model.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The malformed instance files among the test resources, as their index describes them. */
final class MalformedCorpus {
    /** What the JSON Schema says of a file. */
    enum SchemaVerdict {
        ACCEPTS,
        REFUSES,
        NO_JSON
    }

    /** A problem: the pointer, and a part of the message. */
    record Expected(String pointer, String part) {}

    /** A file and every problem it has. */
    record Entry(String name, SchemaVerdict schema, List<Expected> problems) {
        byte[] content() {
            return ValidFiles.resource("malformed/" + name + ".json");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private MalformedCorpus() {}

    static List<Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        String index = new String(ValidFiles.resource("malformed/index.tsv"), StandardCharsets.UTF_8);
        index.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] cells = line.split("\t", -1);
            SchemaVerdict verdict =
                    switch (cells[1]) {
                        case "accepts" -> SchemaVerdict.ACCEPTS;
                        case "refuses" -> SchemaVerdict.REFUSES;
                        case "no-json" -> SchemaVerdict.NO_JSON;
                        default -> throw new AssertionError(line);
                    };
            String pointer = cells[2].equals("/") ? "" : cells[2];
            entries.computeIfAbsent(cells[0], name -> new Entry(name, verdict, new ArrayList<>()))
                    .problems()
                    .add(new Expected(pointer, cells[3]));
        });
        return List.copyOf(entries.values());
    }
}
