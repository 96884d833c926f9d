/**
 * Cuts into segments as a decision, around whole solves. Knows the library's public face, {@code bound}, and the model's
 * instances. Start reading at {@link org.takt.solver.segmentation.SegmentationSearch}.
 */
@NullMarked
package org.takt.solver.segmentation;

import org.jspecify.annotations.NullMarked;
