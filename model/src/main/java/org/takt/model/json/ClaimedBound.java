package org.takt.model.json;

import org.takt.model.certificate.Certificate;
import org.takt.model.problem.Objective;

/**
 * A lower bound as a file claims it.
 *
 * @param objective what it is a bound on
 * @param certificate the bound
 */
public record ClaimedBound(Objective objective, Certificate certificate) {}
