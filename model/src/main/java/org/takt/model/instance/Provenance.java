package org.takt.model.instance;

import java.util.Map;
import java.util.Optional;

/**
 * Where an instance's numbers come from.
 *
 * @param kind how they were obtained
 * @param source publication, repository or person, not blank
 * @param details further facts by name (hardware, table, transforms, licence …), in the order of the file
 */
public record Provenance(Kind kind, String source, Map<String, String> details) {
    public Provenance {
        details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
    }

    /** How numbers were obtained. */
    public enum Kind {
        /** Measured on real hardware. */
        MEASURED,
        /** Taken from a publication. */
        PUBLISHED,
        /** Computed from a cost model. */
        ANALYTIC,
        /** Made up. */
        SYNTHETIC
    }

    /** Returns one of the details. */
    public Optional<String> detail(String name) {
        return Optional.ofNullable(details.get(name));
    }
}
