package org.takt.solver.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people type and read them. */
final class DurationText {
    /** The longest time that people can give: a year. */
    static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,3}))?");
    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d{1,12})h)?(?:(\\d{1,12})m)?(?:(\\d{1,12})(?:\\.(\\d{1,3}))?s)?(?:(\\d{1,12})ms)?");

    private DurationText() {}

    /**
     * Returns the time that a text such as {@code 90} (seconds), {@code 2m}, {@code 1h30m}, {@code 1.5s} or {@code 500ms}
     * means; nothing if it means none above 0, or more than {@link #LONGEST}.
     */
    static Optional<Duration> parse(String text) {
        Matcher seconds = SECONDS.matcher(text);
        Matcher units = UNITS.matcher(text);
        Duration duration = Duration.ZERO;
        if (seconds.matches()) {
            duration = Duration.ofSeconds(number(seconds.group(1))).plusMillis(thousandths(seconds.group(2)));
        } else if (units.matches()) {
            duration = Duration.ofHours(number(units.group(1)))
                    .plusMinutes(number(units.group(2)))
                    .plusSeconds(number(units.group(3)))
                    .plusMillis(thousandths(units.group(4)))
                    .plusMillis(number(units.group(5)));
        }
        boolean isAdmitted = !duration.isZero() && duration.compareTo(LONGEST) <= 0;
        return isAdmitted ? Optional.of(duration) : Optional.empty();
    }

    /** Returns a time in seconds, such as {@code 12.3s}. */
    static String format(Duration duration) {
        return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long thousandths(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "00").substring(0, 3));
    }
}
