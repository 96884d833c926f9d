/** Speed on one core, measured with JMH: {@code mvn -Pbenchmark -DskipTests verify}. */
@NullMarked
package org.takt.solver.benchmark;

import org.jspecify.annotations.NullMarked;
