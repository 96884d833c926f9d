package org.takt.model.json;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.takt.model.instance.MicroBatch;

/** The field {@code microBatches}. */
final class MicroBatchesFormat {
    private static final Repeated MICRO_BATCHES =
            new Repeated("microBatches", "micro-batches", FormatLimits.MAX_MICRO_BATCHES);
    private static final Range FACTOR = new Range(0, 1_000_000_000);
    private static final Range DIRECTION = new Range(0, 1);

    private MicroBatchesFormat() {}

    static Optional<List<MicroBatch>> read(ObjectCursor root) {
        return MICRO_BATCHES.read(root, MicroBatchesFormat::readOne);
    }

    private static MicroBatch readOne(ObjectCursor cursor) {
        long cost = cursor.wholeOr("costPermille", FACTOR, 1000);
        long activation = cursor.wholeOr("activationPermille", FACTOR, 1000);
        OptionalLong direction = cursor.optionalWhole("direction", DIRECTION);
        return new MicroBatch(
                cost,
                activation,
                direction.isPresent() ? OptionalInt.of(Math.toIntExact(direction.getAsLong())) : OptionalInt.empty());
    }

    static JsonValue write(List<MicroBatch> microBatches) {
        return MICRO_BATCHES.write(microBatches, MicroBatchesFormat::writeOne);
    }

    private static JsonFields writeOne(MicroBatch microBatch) {
        return new JsonFields()
                .withUnless(1000, "costPermille", microBatch.costPermille())
                .withUnless(1000, "activationPermille", microBatch.activationPermille())
                .withIfPresent("direction", microBatch.direction());
    }
}
