package org.takt.model.json;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.takt.model.instance.MicroBatch;
import org.takt.model.instance.Segmentation;

/** The field {@code microBatches}. */
final class MicroBatchesFormat {
    private static final Repeated MICRO_BATCHES =
            new Repeated("microBatches", "micro-batches", FormatLimits.MAX_MICRO_BATCHES);
    private static final Range FACTOR = new Range(0, 1_000_000_000);
    private static final Range SEGMENTS = new Range(0, MicroBatch.MAX_TOKENS);
    private static final Range DIRECTION = new Range(0, 1);

    private MicroBatchesFormat() {}

    static Optional<List<MicroBatch>> read(ObjectCursor root) {
        return MICRO_BATCHES.read(root, MicroBatchesFormat::readOne);
    }

    private static MicroBatch readOne(ObjectCursor cursor) {
        long cost = cursor.wholeOr("costPermille", FACTOR, 1000);
        long activation = cursor.wholeOr("activationPermille", FACTOR, 1000);
        OptionalLong direction = cursor.optionalWhole("direction", DIRECTION);
        List<Long> sequences = readSequences(cursor);
        Segmentation segmentation = SegmentationFormat.read(cursor);
        int recomputed = Math.toIntExact(cursor.wholeOr("recomputedSegments", SEGMENTS, 0));
        return new MicroBatch(
                cost,
                activation,
                direction.isPresent() ? OptionalInt.of(Math.toIntExact(direction.getAsLong())) : OptionalInt.empty(),
                sequences,
                // Lengths that stand in for wrong ones would make right cuts look wrong.
                cursor.isSound() ? segmentation : Segmentation.WHOLE,
                cursor.isSound() ? recomputed : 0);
    }

    private static List<Long> readSequences(ObjectCursor cursor) {
        OptionalLong tokens = cursor.optionalWhole("tokens", Range.TOKENS);
        List<Long> sequences = cursor.optional("sequences").isPresent()
                ? SegmentationFormat.wholes(cursor, "sequences", FormatLimits.MAX_SEQUENCES)
                : List.of();
        if (tokens.isPresent() && cursor.has("sequences")) {
            cursor.refuse("sequences", "Found tokens and sequences, expected one of them.");
        } else if (cursor.has("sequences") && sequences.isEmpty() && cursor.isSound()) {
            cursor.refuse("sequences", "Found no sequence, expected at least one.");
        }
        return tokens.isPresent() ? List.of(tokens.getAsLong()) : sequences;
    }

    static JsonValue write(List<MicroBatch> microBatches) {
        return MICRO_BATCHES.write(microBatches, MicroBatchesFormat::writeOne);
    }

    private static JsonFields writeOne(MicroBatch microBatch) {
        JsonFields fields = new JsonFields()
                .withUnless(1000, "costPermille", microBatch.costPermille())
                .withUnless(1000, "activationPermille", microBatch.activationPermille())
                .withIfPresent("direction", microBatch.direction());
        List<Long> sequences = microBatch.sequences();
        if (sequences.size() == 1) {
            fields.with("tokens", sequences.get(0));
        } else if (!sequences.isEmpty()) {
            fields.with("sequences", SegmentationFormat.lengths(sequences));
        }
        if (!microBatch.segmentation().equals(Segmentation.WHOLE)) {
            fields.with("segments", SegmentationFormat.write(microBatch.segmentation()));
        }
        return fields.withUnless(0, "recomputedSegments", microBatch.recomputedSegments());
    }
}
