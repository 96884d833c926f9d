package org.takt.model.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Enum constants as files write them: in lower case. */
final class LowerCase {
    private LowerCase() {}

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the constants by their name in files, in the given order. */
    static <E extends Enum<E>> Map<String, E> names(E[] constants) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E constant : constants) {
            byName.put(name(constant), constant);
        }
        return Collections.unmodifiableMap(byName);
    }
}
