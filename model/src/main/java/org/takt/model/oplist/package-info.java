/**
 * Op-lists of the runtimes that execute schedules, one class per format, reading beside writing. May use
 * {@code problem}, {@code schedule} and {@code verification} only. Start reading at {@link org.takt.model.oplist.PyTorchCsv}.
 */
@NullMarked
package org.takt.model.oplist;

import org.jspecify.annotations.NullMarked;
