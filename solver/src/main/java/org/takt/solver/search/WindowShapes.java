package org.takt.solver.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How many devices and ops the windows of a {@link WindowSearch} have, and how much time. Which number of devices pays, and whether many
 * short runs or few long ones, is different from problem to problem, so each is drawn the more often the more it shortened the
 * schedule per second lately. How many ops go with it adapts to what a run can solve.
 */
final class WindowShapes {
    private static final double FIRST_OPS = 150;
    private static final double FEWEST_OPS = 20;

    /** Seconds that a run may take. */
    private static final double[] SLICES = {0.2, 0.6, 2};

    /** How windows grow after a run that took little time, and after a longer one. */
    private static final double FAST_GROWTH = 1.3;

    private static final double GROWTH = 1.05;
    private static final double SHRINKAGE = 0.8;

    /** Share of the draws in which all shapes are alike, whatever they gained. */
    private static final double EXPLORATION = 0.1;

    /** What a shape gained and took counts by so much less with each window of it that follows. */
    private static final double MEMORY = 0.9;

    private final List<Shape> shapes = new ArrayList<>();
    private final double mostOps;

    /** How many devices and ops a window has, and how many seconds. */
    static final class Shape {
        private final int devices;
        private final double slice;
        private double ops = FIRST_OPS;
        private double gained;
        private double seconds = Double.MIN_NORMAL;

        private Shape(int devices, double slice) {
            this.devices = devices;
            this.slice = slice;
        }

        int devices() {
            return devices;
        }

        int ops() {
            return (int) ops;
        }

        /** Returns the seconds that a run may take. */
        double slice() {
            return slice;
        }

        private double gainPerSecond() {
            return gained / seconds;
        }
    }

    /**
     * Prepares shapes of all devices, half of them, and so on down to two, each with little and with much time.
     *
     * @param devices of the problem, at least 1
     * @param ops of the problem
     */
    WindowShapes(int devices, int ops) {
        this.mostOps = FAST_GROWTH * ops;
        add(devices);
        for (int fewer = devices / 2; fewer >= 2; fewer /= 2) {
            add(fewer);
        }
    }

    private void add(int devices) {
        for (double slice : SLICES) {
            shapes.add(new Shape(devices, slice));
        }
    }

    /** Returns a shape at random, those that gain most per second most often. */
    Shape draw(Random random) {
        double all = shapes.stream().mapToDouble(Shape::gainPerSecond).sum();
        double threshold = random.nextDouble() * all;
        if (all == 0 || random.nextDouble() < EXPLORATION) {
            return shapes.get(random.nextInt(shapes.size()));
        }
        int index = 0;
        double sum = shapes.get(0).gainPerSecond();
        while (sum < threshold && index + 1 < shapes.size()) {
            index++;
            sum += shapes.get(index).gainPerSecond();
        }
        return shapes.get(index);
    }

    /**
     * Counts a window of a shape.
     *
     * @param isSolved whether there is no better order in it, or it was found
     * @param isFast whether that took so little time that many more ops may be possible
     */
    void adapt(Shape shape, boolean isSolved, boolean isFast) {
        double growth = isFast ? FAST_GROWTH : GROWTH;
        shape.ops = Math.max(FEWEST_OPS, Math.min(shape.ops * (isSolved ? growth : SHRINKAGE), mostOps));
    }

    /**
     * Counts what a window of a shape brought.
     *
     * @param gain ticks by which the schedule got better, at least 0
     * @param seconds what it took
     */
    void credit(Shape shape, long gain, double seconds) {
        shape.gained = MEMORY * shape.gained + gain;
        shape.seconds = MEMORY * shape.seconds + seconds;
    }
}
