/**
 * From level 1 to level 2: the only package that sees both {@code instance} and {@code problem}. One class per
 * concern. Start reading at {@link org.takt.model.expansion.Expander}.
 */
@NullMarked
package org.takt.model.expansion;

import org.jspecify.annotations.NullMarked;
