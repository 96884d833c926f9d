package org.takt.model.json;

/** The ranges of a model's sizes: far above any that exists, and low enough that no product of them overflows. */
final class ModelSizes {
    static final Range WIDTH = new Range(1, 200_000);
    static final Range WIDTH_OR_NONE = new Range(0, 200_000);
    static final Range HEADS = new Range(1, 10_000);
    static final Range HEAD_SIZE = new Range(1, 10_000);
    static final Range HEAD_SIZE_OR_NONE = new Range(0, 10_000);
    static final Range EXPERTS = new Range(1, 10_000);
    static final Range VOCABULARY = new Range(1, 10_000_000);
    static final Range TOKENS_PERMILLE = new Range(1, 1_000_000);
    static final Range ATTENDED = new Range(1, 10_000_000);

    /** Layers of a model. */
    static final int MAX_LAYERS = 1000;

    /** Layers of a model, or equal ones in a row. */
    static final Range LAYERS = new Range(1, MAX_LAYERS);

    private ModelSizes() {}
}
