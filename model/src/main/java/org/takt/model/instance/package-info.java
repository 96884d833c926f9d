/**
 * Level 1: what a machine-learning engineer states. Knows {@code problem} only for the objective. Start reading at
 * {@link org.takt.model.instance.Instance}.
 */
@NullMarked
package org.takt.model.instance;

import org.jspecify.annotations.NullMarked;
