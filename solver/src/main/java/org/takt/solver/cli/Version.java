package org.takt.solver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** Which Takt this is, and what it runs on; the numbers come from the build. */
final class Version {
    private static final String RESOURCE = "version.properties";

    private static final String UNKNOWN = "unknown";

    private Version() {}

    /** Returns the versions of Takt, OR-Tools and the JVM, one line. */
    static String describe() {
        return "takt " + takt() + " (OR-Tools " + orTools() + ", JVM " + System.getProperty("java.vm.version") + ")";
    }

    /** Returns Takt's version. */
    static String takt() {
        return property("takt");
    }

    /** Returns OR-Tools' version. */
    static String orTools() {
        return property("ortools");
    }

    /** Returns the git commit that Takt was built from, if the build was told. */
    static Optional<String> commit() {
        return Optional.of(property("commit")).filter(commit -> !commit.equals(UNKNOWN));
    }

    private static String property(String name) {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing from the jar.");
            }
            properties.load(stream);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return properties.getProperty(name, UNKNOWN);
    }
}
