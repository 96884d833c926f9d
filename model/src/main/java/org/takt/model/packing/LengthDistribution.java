package org.takt.model.packing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A cumulative distribution of sequence lengths, from which lengths are drawn: which share of sequences is how long at most.
 * Between two points the logarithm of the length is uniform; below the first it starts from one token.
 */
public final class LengthDistribution {
    private static final String HEADER = "max_tokens,percent_of_sequences";

    private final List<Point> points;

    private record Point(long tokens, double percent) {}

    private LengthDistribution(List<Point> points) {
        this.points = points;
    }

    /**
     * Returns the lengths of a million English Wikipedia articles in tokens, as published with FlexSP (arXiv 2412.01523);
     * the file names its source.
     */
    public static LengthDistribution wikipedia() {
        String name = "sequence_lengths_wikipedia.csv";
        try (InputStream input = Objects.requireNonNull(LengthDistribution.class.getResourceAsStream(name), name)) {
            return parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads a distribution from comma-separated values: lines that start with # are comments; the header
     * {@code max_tokens,percent_of_sequences}; then points, both columns ascending, the last at 100 percent.
     *
     * @throws IllegalArgumentException naming the line that is wrong
     */
    public static LengthDistribution parse(String csv) {
        List<Point> points = new ArrayList<>();
        boolean headerSeen = false;
        Point before = new Point(1, 0);
        int number = 0;
        for (String line : csv.lines().toList()) {
            number++;
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (!headerSeen) {
                require(line.equals(HEADER), number, line, "the header " + HEADER);
                headerSeen = true;
                continue;
            }
            Point point = point(line, number);
            require(
                    point.tokens() > before.tokens() && point.percent() >= before.percent() && point.percent() <= 100,
                    number,
                    line,
                    "more tokens and at least the percentage of the line before, at most 100");
            points.add(point);
            before = point;
        }
        require(before.percent() == 100, number, "" + before.percent(), "a last line at 100 percent");
        return new LengthDistribution(List.copyOf(points));
    }

    private static Point point(String line, int number) {
        String[] cells = line.split(",", -1);
        require(
                cells.length == 2 && cells[0].matches("[0-9]{1,9}") && cells[1].matches("[0-9]{1,3}(\\.[0-9]+)?"),
                number,
                line,
                "tokens, a comma and a percentage");
        return new Point(Long.parseLong(cells[0]), Double.parseDouble(cells[1]));
    }

    private static void require(boolean right, int line, String found, String expected) {
        if (!right) {
            throw new IllegalArgumentException(
                    "Line " + line + ": found \"" + found + "\", expected " + expected + ".");
        }
    }

    /**
     * Draws lengths, each at least 1 token; the same for the same count and seed, and a longer draw begins with a shorter
     * one.
     *
     * @param count at least 0
     * @param longest longer ones are drawn again, as training cuts its data off; at least the first point
     * @throws IllegalArgumentException if {@code longest} is below the first point, where few or no lengths might be left
     */
    public List<Long> sample(int count, long longest, long seed) {
        if (longest < points.get(0).tokens()) {
            throw new IllegalArgumentException("The longest length is " + longest + " tokens, expected at least "
                    + points.get(0).tokens() + ".");
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> lengths = new ArrayList<>(count);
        while (lengths.size() < count) {
            long length = atPercent(100 * random.nextDouble());
            if (length <= longest) {
                lengths.add(length);
            }
        }
        return lengths;
    }

    /** Returns the length that a percentage of the sequences does not exceed. */
    private long atPercent(double percent) {
        Point low = new Point(1, 0);
        for (Point high : points) {
            if (percent < high.percent()) {
                double share = (percent - low.percent()) / (high.percent() - low.percent());
                double ratio = (double) high.tokens() / low.tokens();
                return Math.max(1, Math.round(low.tokens() * StrictMath.pow(ratio, share)));
            }
            low = high;
        }
        return low.tokens();
    }
}
