package org.takt.solver;

import java.time.Duration;
import org.takt.model.certificate.Certificate;

/**
 * Hears of progress while a solve runs. Called by the solving thread or one of its workers, one call at a time; an exception
 * thrown here ends the solve and reaches its caller.
 */
public interface SolveListener {
    /** Ignores everything. */
    SolveListener NONE = new SolveListener() {};

    /**
     * A better schedule was found and verified.
     *
     * @param elapsed time since the solve began
     * @param value the objective's value
     * @param source what found it
     */
    default void onIncumbent(Duration elapsed, long value, String source) {}

    /**
     * A higher lower bound was proved.
     *
     * @param elapsed time since the solve began
     * @param certificate the bound and how it was obtained
     */
    default void onBound(Duration elapsed, Certificate certificate) {}
}
