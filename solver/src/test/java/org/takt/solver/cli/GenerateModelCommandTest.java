package org.takt.solver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.takt.model.instance.Instance;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;
import org.takt.model.json.InstanceReader;
import org.takt.model.packing.LengthDistribution;

class GenerateModelCommandTest {
    @TempDir
    private Path directory;

    private CommandLineRun generate(String... options) {
        List<String> words = new ArrayList<>(List.of("generate", "model"));
        Collections.addAll(words, options);
        return CommandLineRun.of(directory, words.toArray(String[]::new));
    }

    private Instance instance(String options) throws IOException {
        CommandLineRun run = generate((options + " --output a.json").split(" ", -1));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        return InstanceReader.read(directory.resolve("a.json"));
    }

    @Test
    void computesAnInstanceOfFixedLengths() throws IOException {
        Instance instance =
                instance("--model llama-3.1-70b --gpu h100-sxm --tp 8 --pp 4 --length 8192 --micro-batches 8"
                        + " --micro-batch 2");
        assertThat(instance.name()).isEqualTo("llama-3.1-70b-p4-m8");
        assertThat(instance.devices()).hasSize(4);
        assertThat(instance.microBatches()).containsOnly(MicroBatch.packed(List.of(8192L, 8192L)));
        assertThat(instance.stages()).hasSize(4);
        double milliseconds = instance.stages().get(1).perMillionTokens().forward() * 8192e-9
                + instance.stages().get(1).perMillionTokensSquared().forward() * 8192.0 * 8192 / 2 * 1e-15;
        assertThat(milliseconds).as("20 layers of 4.246 ms").isBetween(84.5, 85.3);
        assertThat(instance.provenance().orElseThrow().detail("B").orElseThrow())
                .contains("linear FLOP: 2·(8192·(64·128 + 2·8·128) + 64·128·8192 + 3·8192·28672) = 1711276032")
                .contains("core FLOP: 4·64·128 = 32768");
    }

    @Test
    void drawsLengthsTheSameWithTheSameSeed() throws IOException {
        String options =
                "--model qwen3-8b --gpu h100-sxm --tp 2 --pp 4 --sample wikipedia --micro-batches 16 --longest 32768";
        Instance instance = instance(options + " --seed 7");
        assertThat(instance.microBatches().stream().map(MicroBatch::tokens))
                .containsExactlyElementsOf(LengthDistribution.wikipedia().sample(16, 32768, 7));
        assertThat(instance(options + " --seed 7")).isEqualTo(instance);
        assertThat(instance(options + " --seed 8")).isNotEqualTo(instance);
    }

    @Test
    void takesLengthsFromAFilePacksAndCutsThem() throws IOException {
        Files.writeString(directory.resolve("lengths.txt"), "# tokens\n3000\n1000\n500\n9000\n");
        String options = "--model llama-3.1-8b --gpu h100-sxm --pp 4 --lengths lengths.txt ";
        assertThat(instance(options + "--packing in-order --budget 4096").microBatches())
                .extracting(MicroBatch::sequences)
                .containsExactly(List.of(3000L, 1000L), List.of(500L), List.of(9000L));
        assertThat(instance(options + "--segments 2 --cut equal-cost --granularity 100")
                        .microBatches()
                        .get(3))
                .isEqualTo(MicroBatch.of(9000, new Segmentation.EqualCost(2, 100)));
    }

    @Test
    void packsByEveryNamedStrategy() throws IOException {
        Files.writeString(directory.resolve("lengths.txt"), "3000\n1000\n500\n4000\n510\n");
        String options = "--model llama-3.1-8b --gpu h100-sxm --pp 4 --lengths lengths.txt --packing ";
        assertThat(instance(options + "chunkflow --budget 1500 --kept 2").microBatches())
                .containsExactly(
                        MicroBatch.of(4000, new Segmentation.Budget(1500)).withRecomputedSegments(1),
                        MicroBatch.of(3000, new Segmentation.Budget(1500)),
                        MicroBatch.packed(List.of(1000L, 500L)),
                        MicroBatch.of(510, Segmentation.WHOLE));
        assertThat(instance(options + "length-groups --budget 4000 --groups 3").microBatches())
                .extracting(MicroBatch::sequences)
                .containsExactly(List.of(500L, 510L, 1000L), List.of(3000L), List.of(4000L));
        assertThat(instance(options + "dynapipe --budget 4096 --sp 8").microBatches())
                .as("joined where padding is less than the latency of all-to-alls")
                .extracting(MicroBatch::sequences)
                .containsExactly(List.of(510L, 510L), List.of(1000L), List.of(3000L), List.of(4000L));
    }

    @Test
    void dividesSequencesAmongRanksOfUlysses() throws IOException {
        Instance instance =
                instance("--model llama-3.1-8b --gpu h100-sxm --pp 4 --sp 8 --length 524288 --micro-batches 1"
                        + " --segments 32 --cut averaged --recompute full");
        assertThat(instance.microBatches()).containsExactly(MicroBatch.of(524288, new Segmentation.Averaged(32, 1)));
        assertThat(instance.provenance().orElseThrow().detail("allToAll")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama|'\"hidden_size\": 64, \"intermediate_size\": 256, \"num_hidden_layers\": 4, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"vocab_size\": 1000'|0: A + B; 1 to 2: B; 3: B + C",
                "gpt2|'\"n_embd\": 64, \"n_head\": 4, \"n_layer\": 4, \"n_inner\": null, \"vocab_size\": 1000, \"n_positions\": 1024'|0: A + B; 1 to 2: B; 3: B + C",
                "deepseek_v3|'\"hidden_size\": 64, \"intermediate_size\": 256, \"num_hidden_layers\": 4, \"num_attention_heads\": 4, \"num_key_value_heads\": 4, \"vocab_size\": 1000, \"q_lora_rank\": 32, \"kv_lora_rank\": 16, \"qk_nope_head_dim\": 16, \"qk_rope_head_dim\": 8, \"v_head_dim\": 16, \"n_routed_experts\": 8, \"num_experts_per_tok\": 2, \"n_shared_experts\": 1, \"moe_intermediate_size\": 32, \"first_k_dense_replace\": 2, \"moe_layer_freq\": 1, \"num_nextn_predict_layers\": 1'|0: A + B; 1: B; 2: C; 3: C + D + E"
            })
    void readsConfigsOfHuggingFaceOfEveryKind(String type, String fields, String stages) throws IOException {
        Files.writeString(directory.resolve("config.json"), "{\"model_type\": \"" + type + "\", " + fields + "}");
        Instance instance = instance("--model config.json --gpu a100-sxm --pp 4 --length 128 --micro-batches 4");
        assertThat(instance.provenance().orElseThrow().detail("stages").orElseThrow())
                .isEqualTo(stages);
    }

    @Test
    void readsAConfigOfHuggingFaceAndNamesItByItsFolder() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("tiny"));
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "qwen3_moe", "hidden_size": 64, "vocab_size": 1000, "num_hidden_layers": 4, "head_dim": null,
                 "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 256, "rms_norm_eps": 1e-06,
                 "num_experts": 8, "num_experts_per_tok": 2, "moe_intermediate_size": 32, "mlp_only_layers": [0],
                 "torch_dtype": "bfloat16", "tie_word_embeddings": true}
                """);
        Instance instance = instance("--model tiny/config.json --gpu a100-sxm --pp 4 --length 128 --micro-batches 4");
        assertThat(instance.name()).isEqualTo("tiny-p4-m4");
        assertThat(instance.provenance().orElseThrow().detail("stages").orElseThrow())
                .isEqualTo("0: A + B; 1 to 2: C; 3: C + D");
    }

    @Test
    void balancesStagesOfAVisionTowerAndALanguageModel() throws IOException {
        String options = "--model qwen3-vl-8b --gpu h100-sxm --tp 2 --pp 4 --length 8192 --micro-batches 8 --stages ";
        assertThat(spread(instance(options + "balanced"))).isLessThan(1.25);
        assertThat(spread(instance(options + "equal"))).isGreaterThan(2);
    }

    private static double spread(Instance instance) {
        List<Long> rates = instance.stages().stream()
                .map(stage -> stage.perMillionTokens().forward())
                .toList();
        return (double) Collections.max(rates) / Collections.min(rates);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--pp 40 --length 8 --micro-batches 4|2|--pp 40: Found 40 stages, expected at most one for each of the 32 blocks.",
                "--pp 2 --stages 3,4 --length 8 --micro-batches 4|2|--stages 3,4 --pp 2: Found stages of [3, 4] blocks, expected at least one each and 32 together.",
                "--ep 2 --length 8 --micro-batches 4|2|--ep 2: Found 2 ranks of expert parallelism, expected a divisor of the 1 of data and context parallelism.",
                "--lengths bad.txt|3|bad.txt /lines/2: Found \"0\", expected a whole number of tokens from 1 to 131072.",
                "--lengths bad.txt|3|bad.txt /lines/3: Found \"-5\", expected a whole number",
                "--lengths bad.txt --longest 9|3|bad.txt /lines/1: Found \"10\", expected a whole number of tokens from 1 to 9.",
                "--lengths none.txt|3|none.txt cannot be read",
                "--lengths empty.txt|3|There is no length, expected at least one.",
                "--lengths good.txt --micro-batches 3|2|Option --micro-batches goes with --length or --sample only.",
                "--lengths good.txt --recompute none|2|--recompute none: Attention scores of sequences that are cut or not equally long",
                "--lengths good.txt --segments 5|2|--segments 5: Found 5 segments for 4 times 1 tokens",
                "--sample bad.txt --micro-batches 3|3|bad.txt: Line 1: found \"10\", expected the header",
                "--sample wikipedia --micro-batches 3 --longest 5|2|Option --longest: The longest length is 5 tokens",
                "--length 1000000001 --micro-batches 3|2|Option --length is 1000000001, expected at most 1000000000 tokens.",
                "--length 9 --longest 8 --micro-batches 3|2|Option --length is 9, expected at most 8 tokens, as --longest says.",
                "--length -5 --micro-batches 3|2|Option --length is \"-5\", expected a whole number of at least 1.",
                "--lengths good.txt --longest 1000000001|2|Option --longest is 1000000001, expected at most 1000000000 tokens.",
                "--lengths good.txt --packing dynapipe --budget 9|2|--packing dynapipe --budget 9: Found a budget of 9 tokens, expected at least the longest sequence, 10.",
                "--lengths good.txt --packing length-groups --budget 9|2|--packing length-groups --budget 9: Found a budget of 9 tokens, expected at least the longest sequence, 10.",
                "--lengths good.txt --packing chunkflow --budget 0|2|Option --budget is \"0\", expected a whole number of at least 1.",
                "--lengths good.txt --packing chunkflow --budget 4 --kept 0|2|Option --kept is \"0\", expected a whole number of at least 1.",
                "--lengths good.txt --packing biggest --budget 4|2|Option --packing is \"biggest\", expected one of in-order, chunkflow, dynapipe, length-groups.",
                "--lengths good.txt --kept 2|2|Option --kept goes with --packing chunkflow only.",
                "--sp 64 --length 8 --micro-batches 4|2|--sp 64: Found 64 ranks that divide attention by heads",
                "--length 0 --micro-batches 3|2|Option --length is \"0\", expected a whole number of at least 1.",
                "--length 8|2|Option --micro-batches is missing.",
                "--micro-batches 8|2|Expected exactly one of --length, --lengths and --sample, found 0.",
                "--length 8 --micro-batches 4 --packing in-order|2|Option --budget is missing",
                "--length 8 --micro-batches 4 --recompute some|2|Option --recompute is \"some\", expected one of none, selective, full.",
                "--length 8 --micro-batches 4 --efficiency 0|2|Option --efficiency is \"0\", expected a share from 0.001 to 0.999 such as 0.45 or 45%.",
                "--length 8 --micro-batches 4 --efficiency 0.01%|2|Option --efficiency is \"0.01%\", expected a share",
                "--length 8 --micro-batches 4 --stages foo|2|Option --stages is \"foo\", expected equal, balanced, or the blocks of each stage such as 3,4,4,3.",
                "--length 8 --micro-batches 4 --pp 8 --vpp 8|2|--pp 8 --vpp 8: Found 64 stages",
                "--length 8 --micro-batches 4 --cut equal|2|Option --cut goes with --segments only.",
                "--length 8 --micro-batches 4 --granularity 2|2|Option --granularity goes with --segments only.",
                "--lengths good.txt --seed 1|2|Option --seed goes with --sample only.",
                "--length 8 --micro-batches 4 --seed 1|2|Option --seed goes with --sample only.",
                "--lengths good.txt --packing in-order --budget 16 --kept 2|2|Option --kept goes with --packing chunkflow only.",
                "--lengths good.txt --packing chunkflow --budget 16 --groups 2|2|Option --groups goes with --packing length-groups only.",
                "--lengths good.txt --packing in-order --budget 16 --micro-batch 2|2|Option --micro-batch goes without --packing only.",
                "--length 8 --micro-batches 4 --budget 9|2|Option --budget goes with --packing only.",
                "--length 8 --micro-batches 4 --tp 7|2|--tp 7: Found 7 ranks of tensor parallelism, expected a divisor of the 32 heads.",
                "--length 8 --micro-batches 4 --tp 4 --sp 16|2|--tp 4 --sp 16: Found 16 ranks that divide attention by heads beside 4",
            })
    void refusesWhatHasNoMeaning(String options, int code, String message) throws IOException {
        Files.writeString(directory.resolve("bad.txt"), "10\n0\n-5\n");
        Files.writeString(directory.resolve("good.txt"), "10\n4\n");
        Files.writeString(directory.resolve("empty.txt"), "# nothing\n");
        CommandLineRun run = generate(("--model llama-3.1-8b --gpu h100-sxm " + options).split(" ", -1));
        assertThat(run.err()).contains(message);
        assertThat(run.exitCode().code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void tensorRanksDivideHeadsOfKeysAndValuesOrShareThem() throws IOException {
        Files.writeString(directory.resolve("config.json"), """
                {"model_type": "llama", "hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 4, "vocab_size": 1000,
                 "num_attention_heads": 24, "num_key_value_heads": 4}
                """);
        String options = "--model config.json --gpu h100-sxm --length 8 --micro-batches 4 --tp ";
        assertThat(instance(options + "2").devices()).hasSize(1);
        assertThat(instance(options + "8").devices()).hasSize(1);
        CommandLineRun run = generate((options + "6").split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(
                        "--tp 6: Found 6 ranks of tensor parallelism, expected a divisor or a multiple of the 4 heads of"
                                + " keys and values.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|a.json: Found a list, expected an object.",
                "{}|a.json /format: Found neither the field",
                "{\"model_type\": \"bert\"}|a.json /model_type: Found the string \"bert\", expected one of",
                "{\"model_type\": \"llama\"}|a.json /hidden_size: The field \"hidden_size\" is missing",
                "{\"format\": \"takt-instance/1\"}|this file is an instance, not a model",
                "{\"format\": \"takt-model/1\", \"name\": \"a\", \"source\": \"b\", \"layers\": []}|a.json /layers: There is no block",
                "{\"format\": \"takt-model/1\", \"name\": \"a\", \"source\": \"b\", \"layers\": [{\"type\": \"block\", \"width\": 0}]}|a.json /layers/0/width: Found the number 0, expected a whole number from 1 to 200000.",
                "{\"format\": \"takt-model/1\", \"name\": \"a\", \"source\": \"b\", \"layers\": [{\"type\": \"block\", \"width\": 8}]}|Found neither attention nor feedForward",
                "{\"format\": \"takt-model/1\", \"name\": \"a\", \"source\": \"b\", \"layers\": [{\"type\": \"rock\"}]}|a.json /layers/0/type: Found the string \"rock\", expected one of \"embedding\"",
            })
    void refusesFilesThatAreNoModel(String content, String message) throws IOException {
        Files.writeString(directory.resolve("a.json"), content);
        CommandLineRun run =
                generate("--model", "a.json", "--gpu", "h100-sxm", "--length", "8", "--micro-batches", "4");
        assertThat(run.err()).contains(message);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    }
}
