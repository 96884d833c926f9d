package org.takt.model.picture;

import org.takt.model.problem.OpKind;

/**
 * How an op of a kind is drawn. The colours stay apart under deuteranopia, protanopia and tritanopia, those of forwards
 * and backwards by far; no format shows a colour without the letters beside it.
 *
 * @param letters what stands on the op, before the number of its micro-batch
 * @param name what the legend calls it
 * @param colour fill as {@code #rrggbb}
 * @param ink colour of the text on it as {@code #rrggbb}
 */
public record OpStyle(String letters, String name, String colour, String ink) {
    /** Colour of the ground that ops stand on. */
    public static final String GROUND = "#f1f3f6";

    static final String DARK = "#14181f";
    static final String LIGHT = "#ffffff";

    /** Returns the style of a kind. */
    public static OpStyle of(OpKind kind) {
        return switch (kind) {
            case F -> new OpStyle("F", "forward", "#3a62cf", LIGHT);
            case B -> new OpStyle("B", "full backward", "#b5451f", LIGHT);
            case I -> new OpStyle("I", "input gradient", "#f9bd2f", DARK);
            case W -> new OpStyle("W", "weight gradient", "#23a88a", DARK);
            case R -> new OpStyle("R", "recompute", "#ad9cf5", DARK);
            case SEND_F -> new OpStyle("SF", "send output", "#7d7068", LIGHT);
            case SEND_B -> new OpStyle("SB", "send gradient", "#553d58", LIGHT);
            case OFFLOAD -> new OpStyle("OFF", "offload", "#d76caf", DARK);
            case RELOAD -> new OpStyle("REL", "reload", "#b8e8be", DARK);
            case ALL_REDUCE -> new OpStyle("AR", "all-reduce", "#67211c", LIGHT);
            case OPTIMIZER -> new OpStyle("OPT", "optimizer", "#1c1033", LIGHT);
            case VOCABULARY_S -> new OpStyle("VS", "vocabulary statistics", "#96607f", LIGHT);
            case VOCABULARY_T -> new OpStyle("VT", "vocabulary gradients", "#d6c6e6", DARK);
            case OVERLAP_F_B -> new OpStyle("FB", "overlapped forward and backward", "#2f2868", LIGHT);
            case BEFORE_F -> new OpStyle("PF", "forward before attention", "#647bf6", DARK);
            case AFTER_F -> new OpStyle("AF", "forward after attention", "#0717c3", LIGHT);
            case HELP_F -> new OpStyle("HF", "help with a forward", "#6bcf7d", DARK);
            case BEFORE_B -> new OpStyle("PB", "backward before attention", "#565850", LIGHT);
            case AFTER_B -> new OpStyle("AB", "backward after attention", "#1f0307", LIGHT);
            case HELP_B -> new OpStyle("HB", "help with a backward", "#709826", DARK);
        };
    }
}
