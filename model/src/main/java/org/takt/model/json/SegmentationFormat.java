package org.takt.model.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.takt.model.instance.Segmentation;

/** The field {@code segments} of a micro-batch; without it, the micro-batch is whole. */
final class SegmentationFormat {
    private static final Range COUNT = new Range(1, Segmentation.MAX_SEGMENTS);

    private static final Map<String, Function<ObjectCursor, Segmentation>> TYPES = new TreeMap<>(Map.of(
            "explicit", cursor -> new Segmentation.Explicit(wholes(cursor, "tokens", Segmentation.MAX_SEGMENTS)),
            "equal", cursor -> new Segmentation.Equal(count(cursor), granularity(cursor)),
            "averaged", cursor -> new Segmentation.Averaged(count(cursor), granularity(cursor)),
            "equalCost", cursor -> new Segmentation.EqualCost(count(cursor), granularity(cursor)),
            "budget", cursor -> new Segmentation.Budget(cursor.whole("tokens", Range.TOKENS))));

    private SegmentationFormat() {}

    static Segmentation read(ObjectCursor microBatch) {
        return microBatch
                .optionalObject("segments")
                .flatMap(SegmentationFormat::readFields)
                .orElse(Segmentation.WHOLE);
    }

    private static Optional<Segmentation> readFields(ObjectCursor cursor) {
        Optional<Segmentation> segmentation = cursor.choice("type", TYPES).map(reader -> reader.apply(cursor));
        if (segmentation.isPresent()) {
            cursor.close();
        }
        return segmentation;
    }

    /** Reads a list of lengths in tokens. */
    static List<Long> wholes(ObjectCursor cursor, String field, int most) {
        List<JsonValue> items = cursor.list(field, most);
        List<Long> lengths = new ArrayList<>(items.size());
        for (int index = 0; index < items.size(); index++) {
            String pointer = Pointers.item(cursor.pointer(field), index);
            lengths.add(ObjectCursor.whole(items.get(index), pointer, Range.TOKENS, cursor.problems()));
        }
        return lengths;
    }

    private static int count(ObjectCursor cursor) {
        return Math.toIntExact(cursor.whole("count", COUNT));
    }

    private static long granularity(ObjectCursor cursor) {
        return cursor.wholeOr("granularity", Range.TOKENS, 1);
    }

    static JsonFields write(Segmentation segmentation) {
        JsonFields fields = new JsonFields().with("type", segmentation.type());
        if (segmentation instanceof Segmentation.Explicit explicit) {
            return fields.with("tokens", lengths(explicit.tokens()));
        }
        if (segmentation instanceof Segmentation.Budget budget) {
            return fields.with("tokens", budget.tokens());
        }
        if (segmentation instanceof Segmentation.Equal equal) {
            return fields.with("count", equal.segments()).withUnless(1, "granularity", equal.granularity());
        }
        if (segmentation instanceof Segmentation.Averaged averaged) {
            return fields.with("count", averaged.segments()).withUnless(1, "granularity", averaged.granularity());
        }
        if (segmentation instanceof Segmentation.EqualCost equalCost) {
            return fields.with("count", equalCost.segments()).withUnless(1, "granularity", equalCost.granularity());
        }
        throw new IllegalArgumentException("There is nothing to write of a whole micro-batch.");
    }

    static List<JsonValue.Whole> lengths(List<Long> tokens) {
        return tokens.stream().map(JsonValue.Whole::new).toList();
    }
}
