/**
 * Lower bounds as claims that others can check: the value, and how to derive it from the problem. May use nothing but
 * the JDK and times per micro-batch. Start reading at {@link org.takt.model.certificate.Certificate}.
 */
@NullMarked
package org.takt.model.certificate;

import org.jspecify.annotations.NullMarked;
