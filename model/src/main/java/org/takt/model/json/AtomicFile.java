package org.takt.model.json;
import java.io.IOException;
import java.nio.file.*;
public final class AtomicFile { private AtomicFile() {}
  public static void write(Path file, String text) throws IOException { Files.writeString(file, text); } }
