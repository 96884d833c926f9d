/**
 * Instances computed from what is trained where: models layer by layer, GPUs and parallel layouts, with a derivation for
 * each number. May use only the instance and its problems. Start reading at {@link org.takt.model.analytic.AnalyticPipeline}.
 */
@NullMarked
package org.takt.model.analytic;

import org.jspecify.annotations.NullMarked;
