package org.takt.solver.cpsat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of CP-SAT's search log that tell of a new lower bound, such as {@code #Bound   0.05s best:45
 * next:[40,44] max_lp}: solutions better than the best lie in that range.
 */
final class BoundLine {
    private static final Pattern PATTERN = Pattern.compile("^#Bound\\s.*next:\\[([0-9.e+-]+),");
    private static final int DIGITS = 9;

    private BoundLine() {}

    /**
     * Returns the lower bound on an integer objective that the line tells of, if any. The log rounds to nine significant
     * digits, maybe upwards; a bound with more is lowered by one unit of the ninth.
     */
    static OptionalLong parse(String line) {
        Matcher matcher = PATTERN.matcher(line);
        if (!matcher.find()) {
            return OptionalLong.empty();
        }
        BigDecimal printed = new BigDecimal(matcher.group(1));
        int hiddenDigits = printed.precision() - printed.scale() - DIGITS;
        BigDecimal certain =
                hiddenDigits > 0 ? printed.subtract(BigDecimal.ONE.scaleByPowerOfTen(hiddenDigits)) : printed;
        return OptionalLong.of(certain.setScale(0, RoundingMode.FLOOR).longValueExact());
    }
}
