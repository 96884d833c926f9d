package org.takt.model.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.takt.model.problem.OpKind;
import org.takt.model.verification.DeviceReport;

/**
 * A schedule as lines of text, one for each lane that is used, for terminals and messages. An op takes columns in
 * proportion to its duration: its letters and micro-batch, then {@code ─} up to its end; where that does not fit, its first
 * letter alone. Idle columns are dots; where several ops fall into one column, the one that takes most of it shows.
 */
public final class TextGantt {
    /** Columns of a line unless the caller wants another number. */
    public static final int WIDTH = 120;

    /** The least columns of a line. */
    public static final int LEAST_WIDTH = 40;

    private static final char IDLE = '·';
    private static final char REST = '─';
    private static final double ROUNDING = 1e-6;
    private static final long MOST_COLUMNS_OF_SHORTEST = 4;

    private final Picture picture;
    private final int nameWidth;
    private final double columnsPerTick;
    private final int columns;

    private TextGantt(Picture picture, int width) {
        this.picture = picture;
        nameWidth = picture.lanes().stream()
                .mapToInt(lane -> lane.name().length())
                .max()
                .orElse(0);
        int room = Math.max(LEAST_WIDTH / 2, width - nameWidth - 2);
        long makespan = Math.max(1, picture.report().makespan());
        long shortest = shortest();
        double ofShortest = Math.min(MOST_COLUMNS_OF_SHORTEST, Math.floor((double) room * shortest / makespan));
        columnsPerTick = ofShortest >= 1 ? ofShortest / shortest : (double) room / makespan;
        columns = (int) Math.min(room, Math.ceil(makespan * columnsPerTick));
    }

    /**
     * Returns the lines, each with its line end.
     *
     * @param width the most columns of a line, at least {@link #LEAST_WIDTH}; long names of lanes may exceed it
     */
    public static String draw(Picture picture, int width) {
        if (width < LEAST_WIDTH) {
            throw new IllegalArgumentException("The width is " + width + ", expected at least " + LEAST_WIDTH + ".");
        }
        return new TextGantt(picture, width).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        Set<OpKind> kinds = new TreeSet<>();
        for (Lane lane : picture.lanes()) {
            lane.ops().forEach(op -> kinds.add(picture.op(op).kind()));
            text.append(padded(lane.name())).append("  ").append(line(lane)).append('\n');
        }
        text.append(padded("")).append("  ").append(axis()).append("\n\n");
        kinds.forEach(kind -> text.append(OpStyle.of(kind).letters())
                .append(' ')
                .append(OpStyle.of(kind).name())
                .append("   "));
        return text.append(IDLE).append(" idle\n").append(figures()).toString();
    }

    private String line(Lane lane) {
        int[] shown = shown(lane);
        StringBuilder line = new StringBuilder();
        for (int from = 0; from < columns; ) {
            int to = from + 1;
            while (to < columns && shown[to] == shown[from]) {
                to++;
            }
            String label = shown[from] < 0 ? "" : label(shown[from], to - from);
            line.append(label);
            for (int at = from + label.length(); at < to; at++) {
                line.append(shown[from] < 0 ? IDLE : REST);
            }
            from = to;
        }
        return line.toString();
    }

    /** Returns the op that takes most of each column, or −1 where idle time does; transfers show however short they are. */
    private int[] shown(Lane lane) {
        int[] shown = new int[columns];
        double[] most = new double[columns];
        double[] idle = new double[columns];
        Arrays.fill(shown, -1);
        Arrays.fill(idle, 1);
        for (int op : lane.ops()) {
            double start = picture.start(op) * columnsPerTick;
            double end = Math.min(columns, picture.end(op) * columnsPerTick);
            for (int column = (int) start; column < end; column++) {
                double share = Math.min(end, column + 1) - Math.max(start, column);
                idle[column] -= share;
                if (share > most[column] + ROUNDING) {
                    most[column] = share;
                    shown[column] = op;
                }
            }
        }
        for (int column = 0; column < columns; column++) {
            if (lane.isCompute() && idle[column] > most[column] + ROUNDING) {
                shown[column] = -1;
            }
        }
        return shown;
    }

    private String label(int op, int room) {
        String letters = OpStyle.of(picture.op(op).kind()).letters();
        String full = letters + picture.op(op).microBatch();
        return full.length() <= room ? full : letters.substring(0, 1);
    }

    private String axis() {
        StringBuilder axis = new StringBuilder("0");
        String end = picture.report().makespan() + " " + picture.caption().timeUnit();
        while (axis.length() + end.length() < columns) {
            axis.append(' ');
        }
        return axis.append(axis.length() == 1 ? " " : "").append(end).toString();
    }

    private String figures() {
        StringBuilder text = new StringBuilder();
        List<DeviceReport> devices = picture.report().devices();
        for (int device = 0; device < devices.size(); device++) {
            DeviceReport figures = devices.get(device);
            OptionalLong limit = figures.memoryLimit();
            text.append(padded(figures.name()))
                    .append(String.format(Locale.ROOT, "  idle %5.1f %%", 100 * picture.bubble(device)))
                    .append("   peak ")
                    .append(figures.peakMemory())
                    .append(limit.isPresent() ? " of " + limit.getAsLong() : "")
                    .append(' ')
                    .append(picture.caption().memoryUnit())
                    .append('\n');
        }
        return text.toString();
    }

    /** Returns the shortest duration above 0, or 1. */
    private long shortest() {
        return picture.lanes().stream()
                .flatMap(lane -> lane.ops().stream())
                .mapToLong(picture::duration)
                .filter(duration -> duration > 0)
                .min()
                .orElse(1);
    }

    private String padded(String name) {
        return name + " ".repeat(nameWidth - name.length());
    }
}
