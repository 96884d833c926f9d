package org.takt.model.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Recognises, by their first bytes, contents that people hand over by mistake where JSON text is expected. */
final class ForeignContent {
    /**
     * A kind of content.
     *
     * @param sentence what to say of it
     * @param mark its first bytes, one character each
     */
    private record Kind(String sentence, String mark) {}

    private static final int LONGEST_MARK = 8;
    private static final String COMPRESSED = " Compressed files are not read: unpack the file first.";

    /** The marks of UTF-32 come before those of UTF-16, of which they are extensions. */
    private static final List<Kind> KINDS = List.of(
            new Kind("Found gzip data, expected JSON text." + COMPRESSED, "\u001f\u008b"),
            new Kind("Found a zip archive, expected JSON text." + COMPRESSED, "PK\u0003\u0004"),
            new Kind("Found an empty zip archive, expected JSON text." + COMPRESSED, "PK\u0005\u0006"),
            new Kind("Found zstd data, expected JSON text." + COMPRESSED, "(\u00b5/\u00fd"),
            new Kind("Found bzip2 data, expected JSON text." + COMPRESSED, "BZh"),
            new Kind("Found xz data, expected JSON text." + COMPRESSED, "\u00fd7zXZ"),
            new Kind("The file starts with a byte order mark, expected UTF-8 text without one.", "\u00ef\u00bb\u00bf"),
            new Kind("The file starts with the byte order mark of UTF-32, expected UTF-8 text.", "\u00ff\u00fe\0\0"),
            new Kind("The file starts with the byte order mark of UTF-16, expected UTF-8 text.", "\u00ff\u00fe"),
            new Kind("The file starts with the byte order mark of UTF-16, expected UTF-8 text.", "\u00fe\u00ff"));

    private ForeignContent() {}

    /** Returns what is wrong with the content as a whole, if anything can be told from its start. */
    static Optional<String> describe(byte[] content) {
        if (content.length == 0) {
            return Optional.of("The file is empty, expected a JSON document.");
        }
        String start = new String(content, 0, Math.min(content.length, LONGEST_MARK), StandardCharsets.ISO_8859_1);
        return KINDS.stream()
                .filter(kind -> start.startsWith(kind.mark()))
                .map(Kind::sentence)
                .findFirst();
    }
}
