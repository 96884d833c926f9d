package org.takt.solver.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.InstanceWriter;

/**
 * One solve that a run consists of.
 *
 * @param category the class it is summarised in
 * @param instance with the objective of the case
 * @param digest SHA-256 of the instance as Takt writes it
 * @param contestant who solves it
 * @param seed with which seed
 */
public record Trial(String category, Instance instance, String digest, Contestant contestant, int seed) {
    /**
     * Returns the trials of a run: case by case, in each seed by seed, in each the contestants in their order.
     *
     * @param folder what the paths of instances start from
     * @throws org.takt.model.instance.InvalidInstanceException if a file is missing or no instance
     * @throws IllegalArgumentException if an instance cannot have the objective of its case
     * @throws IOException if a file cannot be read
     */
    public static List<Trial> of(Path folder, List<BenchmarkCase> cases, List<Contestant> contestants)
            throws IOException {
        List<Trial> trials = new ArrayList<>();
        for (BenchmarkCase each : cases) {
            Instance instance = each.applyTo(InstanceReader.read(folder.resolve(each.instance())));
            String digest = digest(instance);
            for (int index = 0; index < each.seeds().size(); index++) {
                for (Contestant contestant : contestants) {
                    boolean runs = contestant.dependsOnSeed() || index == 0;
                    if (runs && contestant.appliesTo(instance)) {
                        int seed = contestant.dependsOnSeed() ? each.seeds().get(index) : 0;
                        trials.add(new Trial(each.category(), instance, digest, contestant, seed));
                    }
                }
            }
        }
        return trials;
    }

    BenchmarkRecord.Key key() {
        return new BenchmarkRecord.Key(instance.name(), instance.objective().name(), contestant.name(), seed);
    }

    private static String digest(Instance instance) {
        try {
            byte[] content = InstanceWriter.toJson(instance).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JVM has SHA-256.", impossible);
        }
    }
}
