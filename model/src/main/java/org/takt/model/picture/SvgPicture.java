package org.takt.model.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.verification.DeviceReport;

/**
 * Schedules as one SVG for papers and slides, on one time axis: every op with its letters where they fit, each device's
 * memory with limit and peak, bubbles, and a legend. Plain shapes and text that every converter to PDF knows. About 120
 * bytes for each op; O(n log n) for n ops and buffers.
 */
public final class SvgPicture {
    /** The most ops that are drawn; more would neither be readable nor fit a viewer. */
    public static final int MAX_OPS = 20_000;

    private static final int WIDTH = 1000;
    private static final int LEFT = 64;
    private static final int RIGHT = 128;
    private static final int BUBBLE_COLUMN = WIDTH - 76;
    private static final int PEAK_COLUMN = WIDTH - 8;
    private static final int BAR = 17;
    private static final int STREAM = 7;
    private static final int MEMORY = 13;
    private static final int GAP = 5;
    private static final int TITLE = 26;
    private static final double DIGIT = 5.3;
    private static final double LETTER = 1.5;
    private static final String SOFT = "#5b6675";

    private final List<Picture> pictures;
    private final long end;
    private final StringBuilder out = new StringBuilder();
    private double y = 8;

    private SvgPicture(List<Picture> pictures) {
        this.pictures = pictures;
        end = Math.max(
                1,
                pictures.stream()
                        .mapToLong(picture -> picture.report().makespan())
                        .max()
                        .orElse(1));
    }

    /**
     * Returns the file's text. Equal pictures give equal files.
     *
     * @param pictures at least one, in the order from top to bottom
     * @throws IllegalArgumentException if their lanes have more than {@link #MAX_OPS} ops
     */
    public static String write(List<Picture> pictures) {
        int ops = pictures.stream()
                .flatMap(picture -> picture.lanes().stream())
                .mapToInt(lane -> lane.ops().size())
                .sum();
        if (pictures.isEmpty() || ops > MAX_OPS) {
            throw new IllegalArgumentException("Found " + pictures.size() + " schedules with " + ops
                    + " ops, expected one or more with at most " + MAX_OPS + ".");
        }
        return new SvgPicture(pictures).text();
    }

    private String text() {
        addLegend();
        pictures.forEach(this::addSchedule);
        addAxis();
        String title = String.join(
                "; ",
                pictures.stream()
                        .map(picture -> picture.caption().title() + ", "
                                + picture.caption().label() + ", makespan "
                                + picture.report().makespan() + " "
                                + picture.caption().timeUnit())
                        .toList());
        String height = number(y + 4);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + height
                + "\" viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\" aria-labelledby=\"title\""
                + " font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"11\">\n<title id=\"title\">"
                + escaped(title) + "</title>\n<rect width=\"" + WIDTH + "\" height=\"" + height
                + "\" fill=\"#ffffff\"/>\n" + out + "</svg>\n";
    }

    private void addLegend() {
        Set<OpKind> kinds = new TreeSet<>();
        for (Picture picture : pictures) {
            picture.lanes().forEach(lane -> lane.ops()
                    .forEach(op -> kinds.add(picture.op(op).kind())));
        }
        double x = 8;
        for (OpKind kind : kinds) {
            OpStyle style = OpStyle.of(kind);
            double box = 10 + 8 * style.letters().length();
            rectangle(x, y, box, 14, style.colour());
            text(x + box / 2, y + 10.5, "middle", style.ink(), style.letters());
            text(x + box + 5, y + 10.5, "start", SOFT, style.name());
            x += box + 22 + 5.6 * style.name().length();
        }
        line(x, y + 7, x + 22, y + 7, "#b3261e", " stroke-dasharray=\"4 3\"");
        text(x + 27, y + 10.5, "start", SOFT, "memory limit");
        y += 20;
    }

    private void addSchedule(Picture picture) {
        y += 14;
        Caption caption = picture.caption();
        out.append("<text x=\"8\" y=\"")
                .append(number(y))
                .append("\" fill=\"")
                .append(SOFT)
                .append("\"><tspan font-size=\"13\" font-weight=\"600\" fill=\"")
                .append(OpStyle.DARK)
                .append("\">")
                .append(escaped(caption.label()))
                .append("</tspan> <tspan dx=\"8\">makespan ")
                .append(escaped(picture.report().makespan() + " " + caption.timeUnit()))
                .append(String.format(
                        Locale.ROOT, ", bubble %.1f %%", 100 * picture.report().bubbleRate()))
                .append(escaped(", memory in " + caption.memoryUnit()))
                .append("</tspan></text>\n");
        text(BUBBLE_COLUMN, y, "end", SOFT, "bubble");
        text(PEAK_COLUMN, y, "end", SOFT, "peak");
        y += TITLE - 18;
        double top = y;
        long most = memoryTop(picture);
        for (Lane lane : picture.lanes()) {
            addLane(picture, lane);
            if (lane.isCompute()) {
                int device = lane.device().orElseThrow();
                addFigures(picture, device);
                y += BAR + 1;
                addMemory(picture, device, most);
                y += MEMORY + GAP;
            } else {
                y += STREAM + 3;
            }
        }
        double x = x(picture.report().makespan());
        line(x, top - 3, x, y - GAP + 3, OpStyle.DARK, "");
        y += 6;
    }

    private void addLane(Picture picture, Lane lane) {
        double height = lane.isCompute() ? BAR : STREAM;
        if (lane.isCompute()) {
            text(8, y + height - 5, "start", OpStyle.DARK, shortened(lane.name(), 9));
        } else {
            out.append("<g font-size=\"7\">");
            text(8, y + height - 1, "start", SOFT, shortened(lane.name(), 17));
            out.append("</g>\n");
        }
        rectangle(LEFT, y, x(picture.report().makespan()) - LEFT, height, OpStyle.GROUND);
        Map<OpKind, StringBuilder> shapes = new HashMap<>();
        List<String> labels = new ArrayList<>();
        for (int index : lane.ops()) {
            Op op = picture.op(index);
            double left = x(picture.start(index));
            double width = x(picture.end(index)) - left;
            double drawn = Math.max(0.1, width > 3 ? width - 0.6 : width);
            shapes.computeIfAbsent(op.kind(), kind -> new StringBuilder())
                    .append('M')
                    .append(number(left))
                    .append(' ')
                    .append(number(y))
                    .append('h')
                    .append(number(drawn))
                    .append('v')
                    .append(number(height))
                    .append('h')
                    .append(number(-drawn))
                    .append('z');
            label(op, drawn)
                    .filter(label -> lane.isCompute())
                    .ifPresent(label -> labels.add("<text x=\""
                            + number(left + drawn / 2) + "\" y=\"" + number(y + BAR - 5)
                            + "\" text-anchor=\"middle\" fill=\""
                            + OpStyle.of(op.kind()).ink() + "\" font-size=\"9\">" + label + "</text>"));
        }
        new TreeSet<>(shapes.keySet()).forEach(kind -> out.append("<path fill=\"")
                .append(OpStyle.of(kind).colour())
                .append("\" d=\"")
                .append(shapes.get(kind))
                .append("\"/>\n"));
        labels.forEach(label -> out.append(label).append('\n'));
    }

    /** Returns the letters and the micro-batch, or what of it fits. */
    private static Optional<String> label(Op op, double width) {
        String number = Integer.toString(op.microBatch());
        String letters = OpStyle.of(op.kind()).letters();
        if ((number.length() + LETTER * letters.length()) * DIGIT + 1 <= width) {
            return Optional.of(letters + number);
        }
        return number.length() * DIGIT + 1 <= width ? Optional.of(number) : Optional.empty();
    }

    private void addFigures(Picture picture, int device) {
        DeviceReport figures = picture.report().devices().get(device);
        text(
                BUBBLE_COLUMN,
                y + BAR - 5,
                "end",
                OpStyle.DARK,
                String.format(Locale.ROOT, "%.1f %%", 100 * picture.bubble(device)));
        OptionalLong limit = figures.memoryLimit();
        text(PEAK_COLUMN, y + BAR - 5, "end", OpStyle.DARK, Long.toString(figures.peakMemory()));
        if (limit.isPresent()) {
            text(PEAK_COLUMN, y + BAR + MEMORY - 3, "end", SOFT, "of " + limit.getAsLong());
        }
    }

    private void addMemory(Picture picture, int device, long most) {
        DeviceReport figures = picture.report().devices().get(device);
        double base = y + MEMORY;
        StringBuilder path =
                new StringBuilder("M").append(number(LEFT)).append(' ').append(number(base));
        for (MemoryCurve.Step step : picture.memory().get(device).steps()) {
            path.append('H')
                    .append(number(x(step.time())))
                    .append('V')
                    .append(number(level(base, step.memory(), most)));
        }
        path.append('H')
                .append(number(x(picture.report().makespan())))
                .append('V')
                .append(number(base))
                .append('z');
        out.append("<path fill=\"#d3d9e2\" stroke=\"#66748a\" stroke-width=\"0.5\" d=\"")
                .append(path)
                .append("\"/>\n");
        figures.memoryLimit().ifPresent(limit -> {
            double at = level(base, limit, most);
            line(LEFT, at, x(picture.report().makespan()), at, "#b3261e", " stroke-dasharray=\"4 3\"");
        });
        out.append("<circle cx=\"")
                .append(number(x(figures.peakTime())))
                .append("\" cy=\"")
                .append(number(level(base, figures.peakMemory(), most)))
                .append("\" r=\"1.6\" fill=\"")
                .append(OpStyle.DARK)
                .append("\"/>\n");
    }

    private void addAxis() {
        TimeAxis axis = TimeAxis.of(end, pictures.get(0).caption().timeUnit(), 8);
        line(LEFT, y, x(end), y, SOFT, "");
        for (long time : axis.marks()) {
            line(x(time), y, x(time), y + 4, SOFT, "");
            text(x(time), y + 15, time == 0 ? "start" : "middle", SOFT, axis.text(time));
        }
        y += 18;
    }

    private static long memoryTop(Picture picture) {
        long most = 1;
        for (DeviceReport device : picture.report().devices()) {
            most = Math.max(
                    most, Math.max(device.peakMemory(), device.memoryLimit().orElse(0)));
        }
        return most;
    }

    private static double level(double base, long memory, long most) {
        return base - (double) memory / most * (MEMORY - 1);
    }

    private double x(long time) {
        return LEFT + (double) time / end * (WIDTH - LEFT - RIGHT);
    }

    private static String shortened(String name, int most) {
        return name.length() <= most ? name : name.substring(0, most - 1) + "…";
    }

    private void rectangle(double x, double top, double width, double height, String fill) {
        out.append("<rect x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(top))
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" fill=\"")
                .append(fill)
                .append("\"/>\n");
    }

    private void line(double fromX, double fromY, double toX, double toY, String stroke, String more) {
        out.append("<path d=\"M")
                .append(number(fromX))
                .append(' ')
                .append(number(fromY))
                .append('L')
                .append(number(toX))
                .append(' ')
                .append(number(toY))
                .append("\" stroke=\"")
                .append(stroke)
                .append("\" fill=\"none\"")
                .append(more)
                .append("/>\n");
    }

    private void text(double x, double base, String anchor, String fill, String content) {
        out.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(base))
                .append("\" text-anchor=\"")
                .append(anchor)
                .append("\" fill=\"")
                .append(fill)
                .append("\">")
                .append(escaped(content))
                .append("</text>\n");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
