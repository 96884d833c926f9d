/**
 * Takt's own files: instances, schedules and results as JSON, strict readers beside deterministic writers. Knows the
 * whole model and is the only package of it that uses Jackson. Start reading at
 * {@link org.takt.model.json.InstanceReader}.
 */
@NullMarked
package org.takt.model.json;

import org.jspecify.annotations.NullMarked;
