package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.takt.model.json.AtomicFile;
import org.takt.model.json.JsonProblem;

/**
 * A run's folder: {@value #HEADER}, the sessions, {@value #RECORDS}, a record on each line, and, where they are wanted, a
 * file for each schedule in {@value #SCHEDULES}. Each file is replaced in one step, so that whatever ends the process,
 * every finished record is there and none is half there. One process at a time may add to a folder.
 */
public final class Results {
    /** The file of the sessions. */
    static final String HEADER = "run.json";

    /** The file of the records. */
    static final String RECORDS = "records.jsonl";

    /** The folder of the schedules. */
    static final String SCHEDULES = "schedules";

    private static final String FORMAT = "takt-benchmark-run/1";

    private final Path folder;
    private final List<Session> sessions = new ArrayList<>();
    private final Map<BenchmarkRecord.Key, BenchmarkRecord> records = new LinkedHashMap<>();

    /**
     * The header's content.
     *
     * @param format {@value #FORMAT}
     * @param sessions in the order in which they were begun
     */
    record Header(String format, List<Session> sessions) {
        Header {
            sessions = List.copyOf(sessions);
            if (!format.equals(FORMAT)) {
                throw new IllegalArgumentException("The format is \"" + format + "\", expected \"" + FORMAT + "\".");
            }
        }
    }

    private Results(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder that holds a run.
     *
     * @throws InvalidBenchmarkFileException if it holds none, or not a proper one
     * @throws IOException if it cannot be read
     */
    public static Results read(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(HEADER))) {
            throw new InvalidBenchmarkFileException(
                    folder.toString(), new JsonProblem("", "Found no " + HEADER + ", expected a benchmark's results."));
        }
        Results results = new Results(folder);
        results.sessions.addAll(
                BenchmarkJson.read(folder.resolve(HEADER), Header.class).sessions());
        results.readRecords();
        return results;
    }

    /** Reads a folder that holds a run, or prepares a new one. */
    public static Results open(Path folder) throws IOException {
        if (Files.exists(folder.resolve(HEADER))) {
            return read(folder);
        }
        Files.createDirectories(folder);
        return new Results(folder);
    }

    private void readRecords() throws IOException {
        Path file = folder.resolve(RECORDS);
        if (!Files.exists(file)) {
            return;
        }
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            String place = file + " line " + ++number;
            BenchmarkRecord each = BenchmarkJson.parse(place, line, BenchmarkRecord.class);
            if (records.put(each.key(), each) != null) {
                throw new InvalidBenchmarkFileException(
                        place,
                        new JsonProblem(
                                "", "Found a second record of " + each.key().describe() + ", expected one."));
            }
            if (each.session() < 0 || each.session() >= sessions.size()) {
                throw new InvalidBenchmarkFileException(
                        place,
                        new JsonProblem(
                                "/session",
                                "Found " + each.session() + ", expected one of the " + sessions.size() + " in " + HEADER
                                        + "."));
            }
        }
    }

    /** Writes a session to the header. Returns its number. */
    int begin(Session session) throws IOException {
        sessions.add(session);
        AtomicFile.write(folder.resolve(HEADER), BenchmarkJson.lines(new Header(FORMAT, sessions)));
        return sessions.size() - 1;
    }

    /**
     * Writes a record, in the place of one with the same key.
     *
     * @param schedule the file of its schedule, if that is to be kept
     */
    void add(BenchmarkRecord added, Optional<String> schedule) throws IOException {
        Path file = schedule(added.key());
        if (schedule.isPresent()) {
            Files.createDirectories(folder.resolve(SCHEDULES));
            AtomicFile.write(file, schedule.get());
        } else {
            Files.deleteIfExists(file);
        }
        records.put(added.key(), added);
        StringBuilder lines = new StringBuilder();
        for (BenchmarkRecord each : records()) {
            lines.append(BenchmarkJson.line(each)).append('\n');
        }
        AtomicFile.write(folder.resolve(RECORDS), lines.toString());
    }

    /** Returns the file of a record's schedule, which is there if it was kept. */
    public Path schedule(BenchmarkRecord.Key key) {
        return folder.resolve(SCHEDULES).resolve(key.fileName());
    }

    Optional<BenchmarkRecord> find(BenchmarkRecord.Key key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Returns the sessions in the order in which they were begun. */
    public List<Session> sessions() {
        return List.copyOf(sessions);
    }

    /** Returns the records by class, instance, objective, solver and seed. */
    public List<BenchmarkRecord> records() {
        return records.values().stream().sorted(BenchmarkRecord.ORDER).toList();
    }
}
