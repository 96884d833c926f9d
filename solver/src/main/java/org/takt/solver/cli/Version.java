package org.takt.solver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Takt this is, and what it runs on; the numbers come from the build. */
final class Version {
    private static final String RESOURCE = "version.properties";

    private Version() {}

    /** Returns the versions of Takt, OR-Tools and the JVM, one line. */
    static String describe() {
        return "takt " + takt() + " (OR-Tools " + property("ortools") + ", JVM " + System.getProperty("java.vm.version")
                + ")";
    }

    /** Returns Takt's version. */
    static String takt() {
        return property("takt");
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
        return properties.getProperty(name, "unknown");
    }
}
