package org.takt.model.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.takt.model.certificate.Certificate;
import org.takt.model.certificate.PeriodCertificate;
import org.takt.model.instance.Instance;
import org.takt.model.problem.Objective;

/**
 * Certificates in files: in the field {@code certificate} of a schedule or a solve's result, or in the list {@code bounds}
 * of what lower bounds were proved. The schema is {@code certificate} in that of {@link ScheduleJson}.
 */
public final class CertificateJson {
    private static final String CERTIFICATE = "certificate";
    private static final String BOUNDS = "bounds";

    private CertificateJson() {}

    /** Returns a certificate as a JSON object on one line. */
    public static String write(Objective objective, Certificate certificate) {
        return JsonPrinter.line(CertificateFormat.write(objective, certificate));
    }

    /** Returns a certificate of a steady state as a JSON object on one line. */
    public static String write(PeriodCertificate certificate) {
        return JsonPrinter.line(CertificateFormat.write(certificate));
    }

    /**
     * Returns what a certificate claims that stands alone, as {@link #write} has it.
     *
     * @param source what to call it in messages
     * @throws InvalidCertificateException with every problem found
     */
    public static ClaimedBound parse(String source, String text) {
        ProblemList problems = new ProblemList();
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), FormatLimits.MAX_SCHEDULE_VALUES, problems)
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .flatMap(CertificateFormat::read)
                .filter(claimed -> problems.isEmpty())
                .orElseThrow(() -> new InvalidCertificateException(source, problems.toList()));
    }

    /**
     * Returns the certificates that a file holds, at least one, in the order of the file. Its other content is not looked at.
     *
     * @param instance the instance that it has to be about, by name
     * @throws InvalidCertificateException with every problem found, if the file is missing, a directory, too large, no JSON,
     *     or holds no certificate for the instance; its message names the file
     * @throws IOException if the file exists but cannot be read
     */
    public static List<ClaimedBound> read(Path file, Instance instance) throws IOException {
        ProblemList problems = new ProblemList();
        List<ClaimedBound> claimed = InputFile.read(file, FormatLimits.MAX_BYTES, problems)
                .flatMap(content -> StrictJson.parse(content, FormatLimits.MAX_SCHEDULE_VALUES, problems))
                .flatMap(root -> ObjectCursor.on(root, "", problems))
                .map(cursor -> all(cursor, instance))
                .orElse(List.of());
        if (!problems.isEmpty()) {
            throw new InvalidCertificateException(file.toString(), problems.toList());
        }
        return claimed;
    }

    private static List<ClaimedBound> all(ObjectCursor root, Instance instance) {
        root.text("instance")
                .filter(name -> !name.equals(instance.name()))
                .ifPresent(name -> root.refuse(
                        "instance",
                        "Found the string " + Quoted.of(name) + ", expected " + Quoted.of(instance.name()) + "."));
        if (!root.has(BOUNDS)) {
            return root.object(CERTIFICATE).flatMap(CertificateFormat::read).stream()
                    .toList();
        }
        List<JsonValue> items = root.list(BOUNDS);
        if (items.isEmpty()) {
            root.refuse(BOUNDS, "Found no bound, expected at least one.");
        }
        List<ClaimedBound> claimed = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            ObjectCursor.on(items.get(index), Pointers.item(root.pointer(BOUNDS), index), root.problems())
                    .flatMap(CertificateFormat::read)
                    .ifPresent(claimed::add);
        }
        return claimed;
    }
}
