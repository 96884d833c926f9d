package org.takt.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Schedules;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Provenance;
import org.takt.model.json.InstanceReader;
import org.takt.model.json.ScheduleJson;
import org.takt.model.oplist.PyTorchCsv;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.Schedule;
import org.takt.solver.generation.InstanceFamilies;
import org.takt.solver.generation.InstanceFamily;

/** The README's examples are true. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path directory;

    @Test
    void theLibraryExampleIsTheOneThatIsCompiled() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/takt/solver/ReadmeExample.java"));
        String compiled =
                source.substring(source.indexOf("from here:") + "from here:".length(), source.indexOf("// to here."));
        assertThat(withoutBlanks(example("java"))).isEqualTo(withoutBlanks(compiled));
    }

    @Test
    void theLibraryExampleRuns() throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        int exitCode = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadmeExample.class.getName())
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        assertThat(Files.readString(out))
                .contains(" ms: ", " by ", "bubble rate 0.")
                .containsPattern("(OPTIMAL|WITHIN_GAP|FEASIBLE), lower bound ");
        assertThat(exitCode).isZero();
    }

    @Test
    void theScheduleIsOneOfTheInstance() throws IOException {
        Instance instance = InstanceReader.parse("README", example("json").getBytes(StandardCharsets.UTF_8));
        Problem problem = Expander.expand(instance);
        String cutFirstStage = example("csv").replaceAll("\\b0B(\\d+)", "0I$1,0W$1");
        Schedule schedule = Schedules.timed(problem, PyTorchCsv.read(cutFirstStage, problem));
        Schedules.accepted(problem, schedule);
        List<String> written = ScheduleJson.write(instance, problem, schedule)
                .lines()
                .map(String::strip)
                .toList();
        assertThat(written).containsSequence(example("jsonl").lines().toList());
    }

    @Test
    void theTestCommandIsTheOneThatTheProjectsOwnCheckRuns() throws IOException {
        String check = Files.readString(ROOT.resolve(".ci/run"));
        assertThat(check.lines().reduce((first, last) -> last)).contains("mvn -B -ntp verify");
        assertThat(readme()).contains("\n```sh\nmvn -B -ntp verify\n```\n");
    }

    @Test
    void everyGeneratedFamilyIsListedAndSaysHowItIsWritten() throws IOException {
        for (InstanceFamily family : InstanceFamilies.all()) {
            String name = family.name();
            assertThat(readme())
                    .contains("[" + name + "](instances/" + name + ")")
                    .contains("`" + name + "`");
            assertThat(readme())
                    .as("number of instances of " + name)
                    .contains("(instances/" + name + ") | " + family.instances().size() + " |");
            assertThat(Files.readString(ROOT.resolve("instances/" + name + "/README.md")))
                    .as(name)
                    .contains("takt generate " + name + " --out instances");
        }
    }

    @Test
    void theReadmesOfFamiliesFromModelsListAllTheirInstances() throws IOException {
        for (InstanceFamily family : InstanceFamilies.all()) {
            String text = Files.readString(ROOT.resolve("instances/" + family.name() + "/README.md"));
            boolean fromModels = family.instances().stream()
                    .allMatch(instance -> instance.provenance().orElseThrow().kind() == Provenance.Kind.ANALYTIC);
            if (fromModels) {
                assertThat(family.instances())
                        .allSatisfy(instance -> assertThat(text).contains("`" + instance.name() + "`"));
            }
        }
    }

    private static String example(String language) throws IOException {
        Matcher block = Pattern.compile("\n```" + language + "\n(.*?\n)```\n", Pattern.DOTALL)
                .matcher(readme());
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }
}
