package org.takt.model.json;

import java.util.Optional;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.problem.Objective;

/** The field {@code certificate}: a lower bound, the objective that it bounds, and its derivation. */
final class CertificateFormat {
    private CertificateFormat() {}

    static JsonValue write(Objective objective, Certificate certificate) {
        return new JsonFields()
                .with("value", certificate.value())
                .with("bound", certificate.bound())
                .with("scope", certificate.scope())
                .with("engine", certificate.engine())
                .with("seed", certificate.seed())
                .with("objective", ObjectiveFormat.write(objective))
                .with("derivation", DerivationFormat.write(certificate.derivation()))
                .toJson();
    }

    /** Returns what the object claims, or nothing but problems. */
    static Optional<ClaimedBound> read(ObjectCursor cursor) {
        long value = cursor.whole("value", Range.TIME);
        Optional<String> bound = cursor.text("bound");
        Optional<String> scope = cursor.text("scope");
        Optional<String> engine = cursor.text("engine");
        int seed = (int) cursor.whole("seed", Range.INDEX);
        cursor.required("objective", "the objective that is bounded");
        Objective objective = ObjectiveFormat.read(cursor);
        if (objective instanceof Objective.Period) {
            cursor.refuse("objective", "Found " + objective.name() + ", expected an objective of a batch.");
        }
        Optional<Derivation> derivation = cursor.object("derivation").flatMap(DerivationFormat::read);
        cursor.close();
        return cursor.isSound()
                ? Optional.of(new ClaimedBound(
                        objective,
                        new Certificate(
                                value,
                                bound.orElseThrow(),
                                scope.orElseThrow(),
                                engine.orElseThrow(),
                                seed,
                                derivation.orElseThrow())))
                : Optional.empty();
    }
}
