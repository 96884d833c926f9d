/**
 * The command line, one class per command: the only package that prints or exits. May use everything else but no JSON library and
 * no engine. Start reading at {@link org.takt.solver.cli.Main} and {@link org.takt.solver.cli.Command}.
 */
@NullMarked
package org.takt.solver.cli;

import org.jspecify.annotations.NullMarked;
