package org.takt.solver.picture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one empty page, and a profile of its own that is deleted with it. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final int PATIENCE_TENTHS = 600;

    private final Process process;
    private final Path profile;
    private final BrowserPage page;

    private Chromium(Process process, Path profile, BrowserPage page) {
        this.process = process;
        this.profile = profile;
        this.page = page;
    }

    /** Returns the browser to use: what the environment variable CHROMIUM names, else the first one on the path. */
    static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the browser with a window of so many pixels. */
    static Chromium start(Path executable, int width, int height) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("takt-chromium");
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "--no-first-run",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--hide-scrollbars"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            BrowserPage page = BrowserPage.attach(address(process, profile), width, height);
            return new Chromium(process, profile, page);
        } catch (IOException | RuntimeException exception) {
            process.destroyForcibly().waitFor();
            throw exception;
        }
    }

    BrowserPage page() {
        return page;
    }

    @Override
    public void close() throws IOException {
        page.close();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
        delete(profile);
    }

    /** The browser writes the port that it listens at into its profile. */
    private static String address(Process process, Path profile) throws IOException {
        Path file = profile.resolve("DevToolsActivePort");
        for (int attempt = 0; attempt < PATIENCE_TENTHS && process.isAlive(); attempt++) {
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() >= 2) {
                    return "127.0.0.1:" + lines.get(0);
                }
            }
            pause();
        }
        throw new IOException("Chromium " + (process.isAlive() ? "does not listen." : "ended before it listened."));
    }

    /** The browser's last processes may still write while they end. */
    private static void delete(Path directory) throws IOException {
        for (int attempt = 0; attempt < 20 && Files.exists(directory); attempt++) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException exception) {
                if (attempt == 19) {
                    throw new IOException("The profile " + directory + " cannot be deleted.", exception);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
