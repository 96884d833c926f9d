/**
 * Turns sequences of many lengths into micro-batches, and draws lengths at random. Knows {@code instance}. Start reading at
 * {@link org.takt.model.packing.PackingStrategy}.
 */
@NullMarked
package org.takt.model.packing;

import org.jspecify.annotations.NullMarked;
