package org.takt.model.certificate;

/**
 * A lower bound on a problem's objective and how to obtain it again.
 *
 * @param value no feasible schedule has a smaller objective: ticks, or memory units for PEAK_MEMORY; at least 0
 * @param bound name of the bound
 * @param scope what it was computed on, such as {@code device gpu0}, or {@code whole problem}; for people
 * @param engine {@code closed form}, or the solver with its version
 * @param seed seed the engine ran with; 0 for closed forms, which need none
 * @param derivation how the bound follows from the problem alone
 */
public record Certificate(long value, String bound, String scope, String engine, int seed, Derivation derivation) {
    /** The engine of bounds that need no search. */
    public static final String CLOSED_FORM = "closed form";

    /** The scope of bounds that look at everything. */
    public static final String WHOLE_PROBLEM = "whole problem";

    /** The bound that needs no argument: nothing takes less than no time, or memory. */
    public static final Certificate TRIVIAL =
            new Certificate(0, "trivial", WHOLE_PROBLEM, CLOSED_FORM, 0, new Derivation.Trivial());

    /** Returns a certificate of a bound that needs no search; computing the bound of this name again gives it. */
    public static Certificate closedForm(long value, String bound, String scope) {
        return new Certificate(value, bound, scope, CLOSED_FORM, 0, new Derivation.ClosedForm());
    }

    /**
     * Returns a certificate of there being no schedule at all.
     *
     * @param bound name of the bound that shows it
     * @param scope what that was computed on
     */
    public static Certificate noSchedule(String bound, String scope, String engine, int seed) {
        return new Certificate(0, bound, scope, engine, seed, new Derivation.NoSchedule());
    }

    /** Returns a sentence for people, such as {@code 1310405 by single-device relaxation on device gpu0 (CP-SAT 9.15.6755, seed 0)}. */
    public String describe() {
        String how = engine.equals(CLOSED_FORM) ? CLOSED_FORM : engine + ", seed " + seed;
        String what = derivation instanceof Derivation.NoSchedule ? "no schedule" : Long.toString(value);
        return what + " by " + bound + " on " + scope + " (" + how + ")";
    }
}
