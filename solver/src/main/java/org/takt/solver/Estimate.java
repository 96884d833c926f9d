package org.takt.solver;

import java.util.Optional;
import org.takt.model.certificate.Certificate;

/**
 * What {@link Takt#estimate} found: an upper and a lower bound on the optimum.
 *
 * @param best the best candidate, a verified schedule of the expanded instance; empty if none fits
 * @param certificate the highest lower bound in closed form
 * @param infeasibility why there is no schedule, in full sentences, where closed forms prove it; never present together with
 *     {@code best}
 */
public record Estimate(Optional<Solution.Best> best, Certificate certificate, Optional<String> infeasibility) {
    /** Returns the relative gap (value − bound) / value, in [0, 1]; 1 without a candidate. */
    public double gap() {
        return best.map(found -> Solution.relativeGap(found.report().value(), certificate.value()))
                .orElse(1.0);
    }
}
