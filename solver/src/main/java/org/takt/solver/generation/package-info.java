/**
 * Instances that are made rather than read: named families, each from a fixed rule and fixed seeds. May use the model
 * and the baselines, whose memory some limits name. Start reading at
 * {@link org.takt.solver.generation.InstanceFamilies}.
 */
@NullMarked
package org.takt.solver.generation;

import org.jspecify.annotations.NullMarked;
