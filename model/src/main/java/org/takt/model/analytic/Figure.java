package org.takt.model.analytic;

/**
 * A whole number and how it was computed. Sums and products write their own derivation, so that none can differ from its
 * number. Overflow throws {@link ArithmeticException}.
 *
 * @param value the number
 * @param derivation the expression, such as {@code 2·(4096·6144 + 4096·4096)}
 */
public record Figure(long value, String derivation) {
    /** Nothing. */
    public static final Figure ZERO = new Figure(0, "0");

    /** Returns a number that is given. */
    public static Figure of(long given) {
        return new Figure(given, Long.toString(given));
    }

    /** Returns the sum; nothing adds nothing to the derivation. */
    public Figure plus(Figure other) {
        if (value == 0) {
            return other;
        }
        return other.value == 0
                ? this
                : new Figure(Math.addExact(value, other.value), derivation + " + " + other.derivation);
    }

    /** Returns the product. */
    public Figure times(Figure other) {
        if (value == 0 || other.value == 0) {
            return ZERO;
        }
        return new Figure(Math.multiplyExact(value, other.value), factor() + "·" + other.factor());
    }

    /** Returns the product with a number that is given; 1 adds nothing to the derivation. */
    public Figure times(long given) {
        return given == 1 ? this : of(given).times(this);
    }

    /** Returns the larger of two. */
    public Figure max(Figure other) {
        return value >= other.value ? this : other;
    }

    private String factor() {
        return derivation.contains(" + ") && !isOneParenthesis() ? "(" + derivation + ")" : derivation;
    }

    /** Returns whether all additions stand inside parentheses, where a product binds tightly enough. */
    private boolean isOneParenthesis() {
        int depth = 0;
        for (int index = 0; index < derivation.length(); index++) {
            char character = derivation.charAt(index);
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (depth == 0 && character == '+') {
                return false;
            }
        }
        return true;
    }

    /** Returns the derivation and, unless it is the number itself, what it comes to. */
    @Override
    public String toString() {
        return derivation.equals(Long.toString(value)) ? derivation : derivation + " = " + value;
    }
}
