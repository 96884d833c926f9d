package org.takt.solver.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the system refused a file, in words without the file's name. */
final class Failures {
    private Failures() {}

    static String reason(IOException exception) {
        if (exception instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (exception instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (exception instanceof FileAlreadyExistsException) {
            return "there is a file of that name already";
        }
        if (exception instanceof CharacterCodingException) {
            return "it is no UTF-8 text";
        }
        String reason = exception instanceof FileSystemException system ? system.getReason() : exception.getMessage();
        return reason == null ? exception.getClass().getSimpleName() : reason;
    }
}
