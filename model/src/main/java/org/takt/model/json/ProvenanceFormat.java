package org.takt.model.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.takt.model.instance.Provenance;

/** The field {@code provenance}, which may be missing. */
final class ProvenanceFormat {
    private static final Map<String, Provenance.Kind> KINDS = LowerCase.names(Provenance.Kind.values());

    private ProvenanceFormat() {}

    static Optional<Provenance> read(ObjectCursor root) {
        return root.optionalObject("provenance").flatMap(ProvenanceFormat::readFields);
    }

    private static Optional<Provenance> readFields(ObjectCursor cursor) {
        Optional<Provenance.Kind> kind = cursor.choice("kind", KINDS);
        Optional<String> source = cursor.text("source");
        Map<String, String> details = new LinkedHashMap<>();
        cursor.optionalObject("details").ifPresent(object -> {
            for (String name : object.names()) {
                details.put(name, object.textOrEmpty(name));
            }
        });
        cursor.close();
        return kind.isPresent() && source.isPresent()
                ? Optional.of(new Provenance(kind.get(), source.get(), details))
                : Optional.empty();
    }

    static JsonValue write(Provenance provenance) {
        JsonFields fields =
                new JsonFields().with("kind", LowerCase.name(provenance.kind())).with("source", provenance.source());
        if (!provenance.details().isEmpty()) {
            JsonFields details = new JsonFields();
            provenance.details().forEach(details::with);
            fields.with("details", details);
        }
        return fields.toJson();
    }
}
