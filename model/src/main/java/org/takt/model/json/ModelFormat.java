package org.takt.model.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
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
import org.takt.model.analytic.Projection;

/** The fields of {@code takt-model/1}: name, source and a list of layers, each with a {@code count} of equal ones in a row. */
final class ModelFormat {
    private static final Map<String, Function<ObjectCursor, Layer>> LAYERS = new LinkedHashMap<>();
    private static final Map<String, Function<ObjectCursor, Attention>> ATTENTIONS = new LinkedHashMap<>();
    private static final Map<String, Function<ObjectCursor, FeedForward>> FEED_FORWARDS = new LinkedHashMap<>();

    static {
        LAYERS.put("embedding", ModelFormat::embedding);
        LAYERS.put("projection", ModelFormat::projection);
        LAYERS.put("block", ModelFormat::block);
        LAYERS.put("head", ModelFormat::head);
        LAYERS.put("multiTokenPrediction", ModelFormat::multiTokenPrediction);
        ATTENTIONS.put("grouped", ModelFormat::grouped);
        ATTENTIONS.put("latent", ModelFormat::latent);
        FEED_FORWARDS.put("dense", ModelFormat::dense);
        FEED_FORWARDS.put("experts", ModelFormat::experts);
    }

    private ModelFormat() {}

    /** Returns the model, or nothing where it cannot be told; notes all problems. */
    static Optional<ModelDescription> read(ObjectCursor root) {
        Optional<String> name = root.text("name");
        Optional<String> source = root.text("source");
        List<Layer> layers = layers(root);
        root.close();
        if (!root.isSound() || name.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        if (layers.stream().noneMatch(Block.class::isInstance)) {
            root.refuse("layers", "There is no block, expected at least one.");
            return Optional.empty();
        }
        return Optional.of(new ModelDescription(name.get(), source.get(), layers));
    }

    private static List<Layer> layers(ObjectCursor root) {
        List<Layer> layers = new ArrayList<>();
        List<JsonValue> items = root.list("layers", ModelSizes.MAX_LAYERS);
        for (int index = 0; index < items.size(); index++) {
            ObjectCursor.on(items.get(index), Pointers.item(root.pointer("layers"), index), root.problems())
                    .ifPresent(cursor -> {
                        int count = Math.toIntExact(cursor.wholeOr("count", ModelSizes.LAYERS, 1));
                        typed(cursor, LAYERS).ifPresent(layer -> layers.addAll(Collections.nCopies(count, layer)));
                    });
        }
        if (layers.size() > ModelSizes.MAX_LAYERS) {
            root.refuse(
                    "layers", "Found " + layers.size() + " layers, expected at most " + ModelSizes.MAX_LAYERS + ".");
        }
        return layers;
    }

    /** Returns what the object is by its field "type", or nothing but a problem. */
    private static <T> Optional<T> typed(ObjectCursor cursor, Map<String, Function<ObjectCursor, T>> types) {
        Optional<T> read = cursor.choice("type", types).map(fields -> fields.apply(cursor));
        if (read.isPresent()) {
            cursor.close();
        }
        return read;
    }

    private static Layer embedding(ObjectCursor cursor) {
        return new Embedding(
                cursor.whole("vocabulary", ModelSizes.VOCABULARY),
                cursor.whole("width", ModelSizes.WIDTH),
                cursor.flagOr("dropout", false));
    }

    private static Layer projection(ObjectCursor cursor) {
        return new Projection(
                cursor.whole("input", ModelSizes.WIDTH),
                cursor.whole("width", ModelSizes.WIDTH),
                cursor.wholeOr("tokensPermille", ModelSizes.TOKENS_PERMILLE, 1000));
    }

    private static Block block(ObjectCursor cursor) {
        Optional<Attention> attention = cursor.optionalObject("attention").flatMap(part -> typed(part, ATTENTIONS));
        Optional<FeedForward> feedForward =
                cursor.optionalObject("feedForward").flatMap(part -> typed(part, FEED_FORWARDS));
        if (!cursor.has("attention") && !cursor.has("feedForward")) {
            cursor.refuse("attention", "Found neither attention nor feedForward, expected at least one of them.");
        }
        return new Block(
                cursor.whole("width", ModelSizes.WIDTH),
                attention,
                feedForward,
                cursor.flagOr("dropout", false),
                cursor.wholeOr("tokensPermille", ModelSizes.TOKENS_PERMILLE, 1000),
                cursor.optionalWhole("attended", ModelSizes.ATTENDED));
    }

    private static Layer head(ObjectCursor cursor) {
        return new Head(
                cursor.whole("vocabulary", ModelSizes.VOCABULARY),
                cursor.whole("width", ModelSizes.WIDTH),
                cursor.flagOr("tied", false));
    }

    private static Layer multiTokenPrediction(ObjectCursor cursor) {
        long vocabulary = cursor.whole("vocabulary", ModelSizes.VOCABULARY);
        Optional<Block> block = cursor.object("block").map(object -> {
            Block read = block(object);
            object.close();
            return read;
        });
        return new MultiTokenPrediction(
                block.orElse(new Block(1, Optional.empty(), Optional.empty(), false, 1000, OptionalLong.empty())),
                vocabulary);
    }

    private static Attention grouped(ObjectCursor cursor) {
        long heads = cursor.whole("heads", ModelSizes.HEADS);
        return new GroupedQueryAttention(
                heads,
                cursor.wholeOr("keyValueHeads", ModelSizes.HEADS, heads),
                cursor.whole("headSize", ModelSizes.HEAD_SIZE));
    }

    private static Attention latent(ObjectCursor cursor) {
        return new LatentAttention(
                cursor.whole("heads", ModelSizes.HEADS),
                cursor.wholeOr("queryRank", ModelSizes.WIDTH_OR_NONE, 0),
                cursor.whole("keyValueRank", ModelSizes.WIDTH),
                cursor.whole("plainSize", ModelSizes.HEAD_SIZE),
                cursor.whole("rotarySize", ModelSizes.HEAD_SIZE_OR_NONE),
                cursor.whole("valueSize", ModelSizes.HEAD_SIZE));
    }

    private static FeedForward dense(ObjectCursor cursor) {
        return new DenseFeedForward(cursor.whole("width", ModelSizes.WIDTH), cursor.flagOr("gated", true));
    }

    private static FeedForward experts(ObjectCursor cursor) {
        long experts = cursor.whole("experts", ModelSizes.EXPERTS);
        long active = cursor.whole("active", ModelSizes.EXPERTS);
        if (active > experts) {
            cursor.refuse("active", "Found " + active + " active experts, expected at most the " + experts + ".");
        }
        return new MixtureOfExperts(
                experts,
                active,
                cursor.whole("width", ModelSizes.WIDTH),
                cursor.wholeOr("sharedWidth", ModelSizes.WIDTH_OR_NONE, 0));
    }
}
