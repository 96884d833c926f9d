/** The pictures of {@code org.takt.model.picture} in a real browser, and {@code results/pictures}. */
@NullMarked
package org.takt.solver.picture;

import org.jspecify.annotations.NullMarked;
