package org.takt.model.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that nobody ever sees half of one: the text goes to a temporary file in the same directory, to the
 * disk, and then in one step to its place.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes UTF-8 text, replacing what was there. A symbolic link stays one; its target is replaced. What is no file,
     * such as a pipe or {@code /dev/stdout}, is written to as it is.
     *
     * @throws IOException if the directory is missing or cannot be written to, or the text holds half a surrogate pair;
     *     what was there before is still there then
     */
    public static void write(Path file, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        if (isNoFile(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                Channels.newChannel(out).write(bytes);
            }
            return;
        }
        Path target = target(file);
        Path temporary = temporary(target);
        try {
            writeToDisk(temporary, bytes);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Finds out whether {@link #write} can write a file, by making and removing the temporary one.
     *
     * @throws IOException if it cannot
     */
    public static void probe(Path file) throws IOException {
        if (!isNoFile(file)) {
            Path temporary = temporary(target(file));
            try {
                Files.createFile(temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static boolean isNoFile(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static Path target(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    private static Path temporary(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static void writeToDisk(Path file, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
