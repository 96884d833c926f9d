/** Fixtures that the tests of all packages share. Start reading at {@link org.takt.model.Instances}. */
@NullMarked
package org.takt.model;

import org.jspecify.annotations.NullMarked;
