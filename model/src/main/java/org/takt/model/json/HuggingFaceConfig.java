package org.takt.model.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.takt.model.analytic.Attention;
import org.takt.model.analytic.Block;
import org.takt.model.analytic.DenseFeedForward;
import org.takt.model.analytic.Embedding;
import org.takt.model.analytic.FeedForward;
import org.takt.model.analytic.GroupedQueryAttention;
import org.takt.model.analytic.Head;
import org.takt.model.analytic.LatentAttention;
import org.takt.model.analytic.Layer;
import org.takt.model.analytic.MixtureOfExperts;
import org.takt.model.analytic.ModelDescription;
import org.takt.model.analytic.MultiTokenPrediction;

/**
 * A {@code config.json} of Hugging Face's transformers, by the field names of its model types. What does not change sizes is left
 * aside; a type or feature whose layers cannot be told from it is refused.
 */
final class HuggingFaceConfig {
    /** How a model type's feed-forwards are told. */
    private enum Family {
        GPT2,
        DENSE,
        MIXTRAL,
        QWEN_MOE,
        DEEPSEEK
    }

    private static final Map<String, Family> FAMILIES = new TreeMap<>(Map.of(
            "gpt2", Family.GPT2,
            "llama", Family.DENSE,
            "mistral", Family.DENSE,
            "qwen2", Family.DENSE,
            "qwen3", Family.DENSE,
            "mixtral", Family.MIXTRAL,
            "qwen2_moe", Family.QWEN_MOE,
            "qwen3_moe", Family.QWEN_MOE,
            "deepseek_v3", Family.DEEPSEEK,
            "kimi_k2", Family.DEEPSEEK));

    private final ObjectCursor root;

    HuggingFaceConfig(ObjectCursor root) {
        this.root = root;
    }

    /** Returns the model, or nothing where it cannot be told; notes all problems. */
    Optional<ModelDescription> read(String name) {
        Optional<Family> family = root.choice("model_type", FAMILIES);
        if (family.isEmpty()) {
            return Optional.empty();
        }
        if (root.flagOr("use_sliding_window", false)) {
            root.refuse(
                    "use_sliding_window",
                    "Found true, expected false: describe such layers in a file of " + FormatTag.MODEL + ".");
        }
        List<Layer> layers = family.get() == Family.GPT2 ? gpt2() : layers(family.get());
        String source = root.optionalText("_name_or_path")
                .map(path -> "config.json of " + path)
                .orElse("config.json of Hugging Face, model " + name);
        return root.isSound() ? Optional.of(new ModelDescription(name, source, layers)) : Optional.empty();
    }

    private List<Layer> gpt2() {
        long width = root.whole("n_embd", ModelSizes.WIDTH);
        long heads = root.whole("n_head", ModelSizes.HEADS);
        long vocabulary = root.whole("vocab_size", ModelSizes.VOCABULARY);
        long inner = given("n_inner", ModelSizes.WIDTH).orElse(4 * width);
        Block block = new Block(
                width,
                Optional.of(new GroupedQueryAttention(heads, heads, headSize(width, "n_head", heads))),
                Optional.of(new DenseFeedForward(inner, false)),
                true,
                1000,
                OptionalLong.empty());
        List<Layer> layers = new ArrayList<>();
        layers.add(new Embedding(vocabulary, width, true));
        for (long layer = root.whole("n_layer", ModelSizes.LAYERS); layer > 0; layer--) {
            layers.add(block);
        }
        layers.add(new Head(vocabulary, width, root.flagOr("tie_word_embeddings", true)));
        return layers;
    }

    private List<Layer> layers(Family family) {
        long width = root.whole("hidden_size", ModelSizes.WIDTH);
        long vocabulary = root.whole("vocab_size", ModelSizes.VOCABULARY);
        long count = root.whole("num_hidden_layers", ModelSizes.LAYERS);
        Attention attention = family == Family.DEEPSEEK ? latent() : grouped(width);
        List<FeedForward> feedForwards = feedForwards(family, count);
        List<Layer> layers = new ArrayList<>();
        layers.add(new Embedding(vocabulary, width, false));
        feedForwards.forEach(feedForward -> layers.add(new Block(width, attention, feedForward)));
        layers.add(new Head(vocabulary, width, root.flagOr("tie_word_embeddings", false)));
        Block last = new Block(width, attention, feedForwards.get(feedForwards.size() - 1));
        for (long further = given("num_nextn_predict_layers", new Range(0, 100)).orElse(0); further > 0; further--) {
            layers.add(new MultiTokenPrediction(last, vocabulary));
        }
        return layers;
    }

    private Attention grouped(long width) {
        long heads = root.whole("num_attention_heads", ModelSizes.HEADS);
        long size =
                given("head_dim", ModelSizes.HEAD_SIZE).orElseGet(() -> headSize(width, "num_attention_heads", heads));
        return new GroupedQueryAttention(
                heads, given("num_key_value_heads", ModelSizes.HEADS).orElse(heads), size);
    }

    private long headSize(long width, String field, long heads) {
        if (width % heads != 0) {
            root.refuse(field, "Found " + heads + " heads, expected a divisor of the " + width + " features.");
        }
        return Math.max(1, width / heads);
    }

    private Attention latent() {
        return new LatentAttention(
                root.whole("num_attention_heads", ModelSizes.HEADS),
                given("q_lora_rank", ModelSizes.WIDTH).orElse(0),
                root.whole("kv_lora_rank", ModelSizes.WIDTH),
                root.whole("qk_nope_head_dim", ModelSizes.HEAD_SIZE),
                root.whole("qk_rope_head_dim", ModelSizes.HEAD_SIZE),
                root.whole("v_head_dim", ModelSizes.HEAD_SIZE));
    }

    private List<FeedForward> feedForwards(Family family, long layers) {
        FeedForward dense = new DenseFeedForward(root.whole("intermediate_size", ModelSizes.WIDTH), true);
        FeedForward experts =
                switch (family) {
                    case GPT2, DENSE -> dense;
                    case MIXTRAL ->
                        new MixtureOfExperts(
                                root.whole("num_local_experts", ModelSizes.EXPERTS),
                                root.whole("num_experts_per_tok", ModelSizes.EXPERTS),
                                root.whole("intermediate_size", ModelSizes.WIDTH),
                                0);
                    case QWEN_MOE ->
                        new MixtureOfExperts(
                                root.whole("num_experts", ModelSizes.EXPERTS),
                                root.whole("num_experts_per_tok", ModelSizes.EXPERTS),
                                root.whole("moe_intermediate_size", ModelSizes.WIDTH),
                                given("shared_expert_intermediate_size", ModelSizes.WIDTH_OR_NONE)
                                        .orElse(0));
                    case DEEPSEEK -> deepseekExperts();
                };
        List<FeedForward> parts = new ArrayList<>();
        for (long layer = 0; layer < layers; layer++) {
            parts.add(isDense(family, layer) ? dense : experts);
        }
        return parts;
    }

    private FeedForward deepseekExperts() {
        long width = root.whole("moe_intermediate_size", ModelSizes.WIDTH);
        return new MixtureOfExperts(
                root.whole("n_routed_experts", ModelSizes.EXPERTS),
                root.whole("num_experts_per_tok", ModelSizes.EXPERTS),
                width,
                width * given("n_shared_experts", new Range(0, 100)).orElse(0));
    }

    private boolean isDense(Family family, long layer) {
        return switch (family) {
            case DEEPSEEK ->
                layer
                                < given("first_k_dense_replace", new Range(0, ModelSizes.MAX_LAYERS))
                                        .orElse(0)
                        || layer % given("moe_layer_freq", ModelSizes.LAYERS).orElse(1) != 0;
            case QWEN_MOE ->
                root.optionalList("mlp_only_layers").contains(new JsonValue.Whole(layer))
                        || (layer + 1)
                                        % given("decoder_sparse_step", ModelSizes.LAYERS)
                                                .orElse(1)
                                != 0;
            case GPT2, DENSE, MIXTRAL -> false;
        };
    }

    /** Returns a whole number that may be missing or null. */
    private OptionalLong given(String field, Range range) {
        boolean isNull =
                root.optional(field).filter(JsonValue.Null.class::isInstance).isPresent();
        return isNull ? OptionalLong.empty() : root.optionalWhole(field, range);
    }
}
