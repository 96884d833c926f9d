package org.takt.model.json;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.Derivation;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.problem.Objective;
import org.takt.model.schedule.TimePerMicroBatch;

/** The field {@code certificate}: a lower bound, the objective that it bounds, and its derivation. */
final class CertificateFormat {
    /** A whole number, or a fraction of two. */
    private static final Pattern FRACTION = Pattern.compile("(\\d{1,60})(?:/([1-9]\\d{0,59}))?");

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

    static JsonValue write(PeriodCertificate certificate) {
        return new JsonFields()
                .with("value", certificate.value().toString())
                .with("bound", certificate.bound())
                .with("scope", certificate.scope())
                .with("engine", Certificate.CLOSED_FORM)
                .with("seed", 0)
                .with("objective", ObjectiveFormat.write(Objective.PERIOD))
                .with("derivation", DerivationFormat.write(certificate.derivation()))
                .toJson();
    }

    /** Returns what the object claims, or nothing but problems. */
    static Optional<ClaimedBound> read(ObjectCursor cursor) {
        cursor.required("objective", "the objective that is bounded");
        Objective objective = ObjectiveFormat.read(cursor);
        Optional<ClaimedBound> claimed = objective instanceof Objective.Period
                ? readPeriod(cursor).map(ClaimedBound.OfPeriod::new)
                : readBatch(cursor).map(certificate -> new ClaimedBound.OfBatch(objective, certificate));
        cursor.close();
        return cursor.isSound() ? claimed : Optional.empty();
    }

    private static Optional<Certificate> readBatch(ObjectCursor cursor) {
        long value = cursor.whole("value", Range.TIME);
        Origin origin = origin(cursor);
        return cursor.isSound() ? Optional.of(origin.certificate(value)) : Optional.empty();
    }

    private static Optional<PeriodCertificate> readPeriod(ObjectCursor cursor) {
        Optional<TimePerMicroBatch> value = timePerMicroBatch(cursor);
        Origin origin = origin(cursor);
        if (origin.derivation() instanceof Derivation.WholeProblem
                || origin.derivation() instanceof Derivation.Relaxation) {
            cursor.refuse("derivation", "Found a search, expected a closed form, as all bounds on a period are.");
        }
        return cursor.isSound() ? value.map(origin::certificate) : Optional.empty();
    }

    /** Where a bound comes from. */
    private record Origin(String bound, String scope, String engine, int seed, Derivation derivation) {
        Certificate certificate(long value) {
            return new Certificate(value, bound, scope, engine, seed, derivation);
        }

        PeriodCertificate certificate(TimePerMicroBatch value) {
            return new PeriodCertificate(value, bound, scope, derivation);
        }
    }

    private static Origin origin(ObjectCursor cursor) {
        return new Origin(
                cursor.text("bound").orElse(""),
                cursor.text("scope").orElse(""),
                cursor.text("engine").orElse(""),
                (int) cursor.whole("seed", Range.INDEX),
                cursor.object("derivation").flatMap(DerivationFormat::read).orElseGet(Derivation.Trivial::new));
    }

    private static Optional<TimePerMicroBatch> timePerMicroBatch(ObjectCursor cursor) {
        Optional<String> text = cursor.text("value");
        Optional<Matcher> fraction = text.map(FRACTION::matcher).filter(Matcher::matches);
        if (text.isPresent() && fraction.isEmpty()) {
            cursor.refuse(
                    "value",
                    "Found the string " + Quoted.of(text.get()) + ", expected ticks per micro-batch such as 15/2.");
        }
        return fraction.map(parts -> new TimePerMicroBatch(
                new BigInteger(parts.group(1)),
                Optional.ofNullable(parts.group(2)).map(BigInteger::new).orElse(BigInteger.ONE)));
    }
}
