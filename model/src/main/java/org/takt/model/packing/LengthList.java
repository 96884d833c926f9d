package org.takt.model.packing;

import java.util.ArrayList;
import java.util.List;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;
import org.takt.model.instance.MicroBatch;

/** A text of sequence lengths: one whole number of tokens on each line; blank lines and those that start with # are left aside. */
public final class LengthList {
    private LengthList() {}

    /**
     * Returns the lengths in the order of the text.
     *
     * @param source what to call the text in messages
     * @param longest the most tokens of a sequence, 1 to {@link MicroBatch#MAX_TOKENS}
     * @throws InvalidInstanceException with every line that is not from 1 to {@code longest}, or if there is none
     */
    public static List<Long> parse(String source, String text, long longest) {
        List<Long> lengths = new ArrayList<>();
        List<InstanceProblem> problems = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            boolean isWhole = line.matches("[0-9]{1,10}");
            if (isWhole && Long.parseLong(line) >= 1 && Long.parseLong(line) <= longest) {
                lengths.add(Long.parseLong(line));
            } else {
                problems.add(new InstanceProblem(
                        "/lines/" + number,
                        "Found \"" + shortened(line) + "\", expected a whole number of tokens from 1 to " + longest
                                + "."));
            }
        }
        if (lengths.isEmpty() && problems.isEmpty()) {
            problems.add(new InstanceProblem("", "There is no length, expected at least one."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInstanceException(source, problems);
        }
        return lengths;
    }

    private static String shortened(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }
}
