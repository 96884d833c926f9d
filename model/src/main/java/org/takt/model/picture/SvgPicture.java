package org.takt.model.picture;

import java.util.EnumMap;
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
    private static final String LIMIT = "#b3261e";

    private final List<Picture> pictures;
    private final long end;
    private final SvgCanvas canvas = new SvgCanvas();
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
        return canvas.toFile(WIDTH, y + 4, title);
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
            canvas.rectangle(x, y, box, 14, style.colour());
            canvas.text(x + box / 2, y + 10.5, "middle", style.ink(), style.letters());
            canvas.text(x + box + 5, y + 10.5, "start", SOFT, style.name());
            x += box + 22 + 5.6 * style.name().length();
        }
        canvas.line(x, y + 7, x + 22, y + 7, LIMIT, SvgCanvas.DASHED);
        canvas.text(x + 27, y + 10.5, "start", SOFT, "memory limit");
        y += 20;
    }

    private void addSchedule(Picture picture) {
        y += 14;
        Caption caption = picture.caption();
        String remark = String.format(
                Locale.ROOT,
                "makespan %d %s, bubble %.1f %%, memory in %s",
                picture.report().makespan(),
                caption.timeUnit(),
                100 * picture.report().bubbleRate(),
                caption.memoryUnit());
        canvas.heading(8, y, caption.label(), remark, OpStyle.DARK, SOFT);
        canvas.text(BUBBLE_COLUMN, y, "end", SOFT, "bubble");
        canvas.text(PEAK_COLUMN, y, "end", SOFT, "peak");
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
        canvas.line(x, top - 3, x, y - GAP + 3, OpStyle.DARK, "");
        y += 6;
    }

    private void addLane(Picture picture, Lane lane) {
        double height = lane.isCompute() ? BAR : STREAM;
        if (lane.isCompute()) {
            canvas.text(8, y + height - 5, "start", OpStyle.DARK, shortened(lane.name(), 9));
        } else {
            canvas.tinyText(8, y + height - 1, "start", SOFT, shortened(lane.name(), 17));
        }
        canvas.rectangle(LEFT, y, x(picture.report().makespan()) - LEFT, height, OpStyle.GROUND);
        addOps(picture, lane, height);
        if (lane.isCompute()) {
            lane.ops().forEach(op -> addLabel(picture, op));
        }
    }

    /** One path for each kind keeps files small. */
    private void addOps(Picture picture, Lane lane, double height) {
        Map<OpKind, SvgPath> shapes = new EnumMap<>(OpKind.class);
        for (int op : lane.ops()) {
            shapes.computeIfAbsent(picture.op(op).kind(), kind -> new SvgPath())
                    .rectangle(x(picture.start(op)), y, drawnWidth(picture, op), height);
        }
        shapes.forEach((kind, shape) -> canvas.area(shape, OpStyle.of(kind).colour()));
    }

    private void addLabel(Picture picture, int op) {
        double width = drawnWidth(picture, op);
        OpStyle style = OpStyle.of(picture.op(op).kind());
        label(picture.op(op), width)
                .ifPresent(label -> canvas.text(
                        x(picture.start(op)) + width / 2, y + BAR - 5, "middle", style.ink(), SvgCanvas.SMALL, label));
    }

    /** Returns the width of an op, less a gap to the next one where there is room. */
    private double drawnWidth(Picture picture, int op) {
        double width = x(picture.end(op)) - x(picture.start(op));
        return Math.max(0.1, width > 3 ? width - 0.6 : width);
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
        canvas.text(
                BUBBLE_COLUMN,
                y + BAR - 5,
                "end",
                OpStyle.DARK,
                String.format(Locale.ROOT, "%.1f %%", 100 * picture.bubble(device)));
        OptionalLong limit = figures.memoryLimit();
        canvas.text(PEAK_COLUMN, y + BAR - 5, "end", OpStyle.DARK, Long.toString(figures.peakMemory()));
        if (limit.isPresent()) {
            canvas.text(PEAK_COLUMN, y + BAR + MEMORY - 3, "end", SOFT, "of " + limit.getAsLong());
        }
    }

    private void addMemory(Picture picture, int device, long most) {
        DeviceReport figures = picture.report().devices().get(device);
        double base = y + MEMORY;
        SvgPath curve = new SvgPath().moveTo(LEFT, base);
        for (MemoryCurve.Step step : picture.memory().get(device).steps()) {
            curve.horizontalTo(x(step.time())).verticalTo(level(base, step.memory(), most));
        }
        curve.horizontalTo(x(picture.report().makespan())).verticalTo(base).close();
        canvas.area(curve, "#d3d9e2", "#66748a");
        figures.memoryLimit().ifPresent(limit -> {
            double at = level(base, limit, most);
            canvas.line(LEFT, at, x(picture.report().makespan()), at, LIMIT, SvgCanvas.DASHED);
        });
        canvas.dot(x(figures.peakTime()), level(base, figures.peakMemory(), most), OpStyle.DARK);
    }

    private void addAxis() {
        TimeAxis axis = TimeAxis.of(end, pictures.get(0).caption().timeUnit(), 8);
        canvas.line(LEFT, y, x(end), y, SOFT, "");
        for (long time : axis.marks()) {
            canvas.line(x(time), y, x(time), y + 4, SOFT, "");
            canvas.text(x(time), y + 15, time == 0 ? "start" : "middle", SOFT, axis.text(time));
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
}
