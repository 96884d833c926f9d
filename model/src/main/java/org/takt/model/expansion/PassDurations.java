package org.takt.model.expansion;

import java.math.BigInteger;
import org.takt.model.instance.CostCurve;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Segment;

/** The ticks that a cost takes on a device: exact up to here, scaled by the micro-batch's factor and the device's speed, rounded up once. */
final class PassDurations {
    private static final BigInteger PARTS_OF_A_THOUSANDTH =
            CostCurve.PARTS_OF_A_TICK.multiply(BigInteger.valueOf(1000));

    private final Instance instance;

    PassDurations(Instance instance) {
        this.instance = instance;
    }

    long of(CostCurve cost, Segment segment, int microBatch, int device) {
        return segment.tokens() == 0 || cost.isConstant()
                ? Permille.scaleUp(cost.constant().longValueExact(), factor(microBatch), speed(device))
                : Permille.scaleUp(cost.parts(segment), CostCurve.PARTS_OF_A_TICK, factor(microBatch), speed(device));
    }

    /** Returns the ticks of thousandths of {@link CostCurve#parts parts}. */
    long ofThousandths(BigInteger thousandths, int microBatch, int device) {
        return Permille.scaleUp(thousandths, PARTS_OF_A_THOUSANDTH, factor(microBatch), speed(device));
    }

    private long factor(int microBatch) {
        return instance.microBatches().get(microBatch).costPermille();
    }

    private long speed(int device) {
        return instance.devices().get(device).speedPermille();
    }
}
