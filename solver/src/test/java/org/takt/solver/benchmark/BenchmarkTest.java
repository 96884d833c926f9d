package org.takt.solver.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.takt.model.Instances;
import org.takt.model.certificate.Certificate;
import org.takt.model.expansion.Expander;
import org.takt.model.instance.Instance;
import org.takt.model.json.InstanceWriter;
import org.takt.solver.CancelToken;
import org.takt.solver.Solution;
import org.takt.solver.SolveListener;
import org.takt.solver.SolveOptions;
import org.takt.solver.Status;
import org.takt.solver.Takt;

class BenchmarkTest {
    private static final RunOptions OPTIONS = new RunOptions(20, 1, 0);
    private static final List<BenchmarkCase> CASES =
            List.of(new BenchmarkCase("c", "i.json", "MAKESPAN", List.of(3, 4)));

    @TempDir
    private Path directory;

    private final List<String> calls = new ArrayList<>();
    private final CancelToken token = new CancelToken();

    /** 1F1B on two devices and four micro-batches of forward 1 and backward 2: 3 × (4 + 1) = 15 ticks. */
    @BeforeEach
    void writeInstance() throws IOException {
        write(Instances.of(2, 4).instance());
    }

    @Test
    void recordsWhatWasFoundAndProvedAndWhen() throws IOException {
        Results results = run(List.of(new TaktContestant(Takt::solve)), OPTIONS);

        assertThat(results.records()).hasSize(2);
        BenchmarkRecord first = results.records().get(0);
        assertThat(first.key()).isEqualTo(new BenchmarkRecord.Key("fixture", "MAKESPAN", "takt", 3));
        assertThat(first.category()).isEqualTo("c");
        assertThat(first.status()).isEqualTo(RecordStatus.OPTIMAL);
        assertThat(first.value()).contains(15L);
        assertThat(first.bound().orElseThrow().value()).isEqualTo(15);
        assertThat(first.gap()).contains(0.0);
        assertThat(first.times().proof()).isPresent();
        assertThat(first.incumbents().get(first.incumbents().size() - 1).value())
                .isEqualTo(15);
        assertThat(first.bounds().get(first.bounds().size() - 1).value()).isEqualTo(15);
        assertThat(first.digest()).matches("[0-9a-f]{64}");
        assertThat(results.sessions()).hasSize(1);
        assertThat(results.sessions().get(0).machine().processors()).isPositive();
    }

    @Test
    void theFolderReadsBackAsItWasWritten() throws IOException {
        Results written = run(List.of(new TaktContestant(Takt::solve), new FamiliesPeer()), OPTIONS);
        Results read = Results.read(directory.resolve("out"));
        assertThat(read.records()).isEqualTo(written.records()).hasSize(3);
        assertThat(read.sessions()).isEqualTo(written.sessions());
    }

    @Test
    void aRunThatWasKilledGoesOnWhereItStopped() throws IOException {
        Contestant killed = new TaktContestant((instance, options, listener) -> {
            if (options.seed() == 4) {
                throw new Killed();
            }
            return counted(instance, options, listener);
        });
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> run(List.of(killed), OPTIONS));
        Files.writeString(directory.resolve("out/.records.jsonl.1.tmp"), "{\"half");

        Results resumed = run(List.of(counting()), OPTIONS);

        assertThat(calls).containsExactly("seed 3", "seed 4");
        assertThat(resumed.records()).extracting(BenchmarkRecord::seed).containsExactly(3, 4);
        assertThat(resumed.records()).extracting(BenchmarkRecord::session).containsExactly(0, 1);
    }

    @Test
    void nothingLeftToRunWritesNothing() throws IOException {
        run(List.of(counting()), OPTIONS);
        Results again = run(List.of(counting()), OPTIONS);
        assertThat(calls).hasSize(2);
        assertThat(again.sessions()).hasSize(1);
    }

    @Test
    void anInstanceThatChangedIsRunAgain() throws IOException {
        run(List.of(counting()), OPTIONS);
        write(Instances.of(2, 5).instance());
        Results again = run(List.of(counting()), OPTIONS);
        assertThat(calls).hasSize(4);
        assertThat(again.records()).hasSize(2);
        assertThat(again.records().get(0).value()).contains(18L);
    }

    @Test
    void otherOptionsNeedAnotherFolder() throws IOException {
        run(List.of(counting()), OPTIONS);
        assertThatThrownBy(() -> run(List.of(counting()), new RunOptions(21, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The results hold a record of fixture MAKESPAN takt seed 3 made with a limit of 20.0 s, "
                        + "1 workers and a gap of 0.0, expected a limit of 21.0 s, 1 workers and a gap of 0.0 or "
                        + "another folder.");
        assertThat(calls).hasSize(2);
    }

    @Test
    void aSolverThatBreaksDownLeavesARecordAndIsTriedAgainNextTime() throws IOException {
        Contestant broken = new TaktContestant((instance, options, listener) -> {
            listener.onIncumbent(Duration.ofSeconds(1), 99, "1F1B");
            if (options.seed() == 3) {
                throw new IllegalStateException("It broke\nhere.");
            }
            return Takt.solve(instance, options, listener);
        });

        List<BenchmarkRecord> records = run(List.of(broken), OPTIONS).records();

        assertThat(records.get(0).status()).isEqualTo(RecordStatus.FAILED);
        assertThat(records.get(0).remark())
                .contains("java.lang.IllegalStateException: It broke here. after 1 schedules");
        assertThat(records.get(0).value()).isEmpty();
        assertThat(records.get(0).incumbents()).hasSize(1);
        assertThat(records.get(1).status()).isEqualTo(RecordStatus.OPTIMAL);
        run(List.of(counting()), OPTIONS);
        assertThat(calls).containsExactly("seed 3");
        assertThat(Results.read(directory.resolve("out")).records().get(0).status())
                .isEqualTo(RecordStatus.OPTIMAL);
    }

    @Test
    void whatIsUnderWayWhenTheRunIsCancelledLeavesNoRecord() throws IOException {
        Contestant cancelled = new TaktContestant((instance, options, listener) -> {
            token.cancel();
            return Takt.solve(instance, options, listener);
        });
        assertThat(run(List.of(cancelled), OPTIONS).records()).isEmpty();
    }

    @Test
    void aProofThatThereIsNoScheduleIsRecorded() throws IOException {
        Contestant infeasible = new TaktContestant((instance, options, listener) -> new Solution(
                Status.INFEASIBLE,
                Expander.expand(instance),
                Optional.empty(),
                Certificate.TRIVIAL,
                Optional.of("Too little memory."),
                Duration.ofSeconds(1)));
        BenchmarkRecord made = run(List.of(infeasible), OPTIONS).records().get(0);
        assertThat(made.status()).isEqualTo(RecordStatus.INFEASIBLE);
        assertThat(made.gap()).contains(0.0);
        assertThat(made.proves()).isTrue();
        assertThat(made.remark()).contains("Too little memory.");
    }

    @Test
    void peersAnswerBesideTakt() throws IOException {
        Path published = directory.resolve("published.csv");
        Files.writeString(published, "# note\ninstance,objective,value,source\nfixture,MAKESPAN,17,A paper\n");
        List<BenchmarkRecord> records = run(
                        List.of(new ExactPeer(), new FamiliesPeer(), PublishedPeer.read(published)), OPTIONS)
                .records();
        assertThat(records)
                .extracting(BenchmarkRecord::solver)
                .containsExactly("exact", "exact", "families", "published");
        BenchmarkRecord exact = records.get(0);
        assertThat(exact.status()).isEqualTo(RecordStatus.OPTIMAL);
        assertThat(exact.value()).contains(15L);
        assertThat(exact.bound().orElseThrow().value()).isEqualTo(15);
        assertThat(exact.proves()).isTrue();
        BenchmarkRecord families = records.get(2);
        assertThat(families.value()).contains(15L);
        assertThat(families.bound()).isEmpty();
        assertThat(families.seed()).isZero();
        assertThat(records.get(3).value()).contains(17L);
        assertThat(records.get(3).source()).contains("A paper");
    }

    @Test
    void exactIsNotTriedOnMoreOpsThanItsPresolveCanTakeInTheTimeOfARun() throws IOException {
        int microBatches = ExactPeer.MOST_OPS / 4 + 1;
        write(Instances.of(2, microBatches).instance());

        BenchmarkRecord made = run(List.of(new ExactPeer()), OPTIONS).records().get(0);

        assertThat(made.status()).isEqualTo(RecordStatus.UNKNOWN);
        assertThat(made.remark().orElseThrow()).contains("20000 ops at most").contains(4 * microBatches + ".");
    }

    @Test
    void exactProvesThatThereIsNoSchedule() throws IOException {
        write(Instances.of(2, 4).memory(0, 3, 0, 0).limit(2).instance());
        BenchmarkRecord made = run(List.of(new ExactPeer()), OPTIONS).records().get(0);
        assertThat(made.status()).isEqualTo(RecordStatus.INFEASIBLE);
        assertThat(made.value()).isEmpty();
    }

    @Test
    void aMakespanCeilingCannotBeMadeUp() {
        assertThatThrownBy(() -> Trial.of(
                        directory,
                        List.of(new BenchmarkCase("c", "i.json", "PEAK_MEMORY", List.of(0))),
                        List.of(counting())))
                .hasMessage("i.json has no makespan ceiling, expected one for the objective PEAK_MEMORY.");
    }

    @Test
    void refusesFoldersThatHoldSomethingElse() throws IOException {
        Path out = directory.resolve("out");
        assertThatThrownBy(() -> Results.read(out)).hasMessageContaining("Found no run.json");
        run(List.of(counting()), OPTIONS);
        Path records = out.resolve("records.jsonl");
        String lines = Files.readString(records);
        Files.writeString(records, lines.replace("\"session\":0", "\"session\":1"));
        assertThatThrownBy(() -> Results.read(out)).hasMessageContaining("records.jsonl line 1 /session: Found 1");
        Files.writeString(records, lines + lines);
        assertThatThrownBy(() -> Results.read(out)).hasMessageContaining("line 3: Found a second record of fixture");
        Files.writeString(records, lines.replaceFirst("\"workers\":1", "\"workers\":true"));
        assertThatThrownBy(() -> Results.read(out)).hasMessageContaining("line 1 /options/workers: ");
        Files.writeString(out.resolve("run.json"), "{\"format\": \"x\", \"sessions\": []}");
        assertThatThrownBy(() -> Results.read(out)).hasMessageContaining("The format is \"x\"");
    }

    private Contestant counting() {
        return new TaktContestant(this::counted);
    }

    private Solution counted(Instance instance, SolveOptions options, SolveListener listener) {
        calls.add("seed " + options.seed());
        return Takt.solve(instance, options, listener);
    }

    private Results run(List<Contestant> contestants, RunOptions options) throws IOException {
        Results results = Results.open(directory.resolve("out"));
        List<Trial> trials = Trial.of(directory, CASES, contestants);
        new Benchmark(trials, options, results, token, new Benchmark.Listener() {
                    @Override
                    public void onTrial(BenchmarkRecord.Key key, int number, int total) {}

                    @Override
                    public void onRecord(BenchmarkRecord written) {}
                })
                .run(new Session(
                        "2026-01-01T00:00:00Z",
                        "0",
                        Optional.empty(),
                        "9",
                        Machine.current(),
                        "s",
                        List.of("takt"),
                        options));
        return results;
    }

    private void write(Instance instance) throws IOException {
        Files.writeString(directory.resolve("i.json"), InstanceWriter.toJson(instance));
    }

    /** Stands for whatever ends a process; no solver's breakdown. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}
