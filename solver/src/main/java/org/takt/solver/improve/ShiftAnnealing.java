package org.takt.solver.improve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.takt.model.schedule.DeviceOrders;

/**
 * Local search for micro-batches of unequal cost by simulated annealing: a move shifts what is left of a micro-batch's way
 * through the pipeline, of several micro-batches' ways, or one op with what it pushes, and lets them so pass other
 * micro-batches on all devices at once; single ops that {@link Annealing} moves cannot, as each step between is worse.
 *
 * <p>Each op has a key, the time when it is wanted; the sequence by keys is timed serially, and the starts become the keys
 * (random keys: Bean, Genetic algorithms and random keys for sequencing and optimization, 1994).
 */
public final class ShiftAnnealing implements OrderAnnealing {
    /** First and last temperature, as parts of the mean duration of an op. */
    private static final double HOT = 0.8;

    private static final double COLD = 0.015;

    private final OrderGraph graph;
    private final SerialTimer timer;
    private final Random random;
    private final double meanDuration;
    private final long steps;
    private long step;

    /** The ops of each micro-batch in the order of the schedule that the search began with. */
    private final int[][] ways;

    private final long[] key;
    private final long[] keptKey;
    private final int[] sequence;
    private final int[] keptSequence;
    private int[] best;
    private long value;
    private long bestValue;

    private ShiftAnnealing(OrderGraph graph, OrderMemory memory, long steps, long seed) {
        this.graph = graph;
        this.steps = steps;
        timer = new SerialTimer(graph, memory);
        random = new Random(seed);
        meanDuration = Arrays.stream(graph.duration).average().orElse(0);
        ways = ways(graph);
        sequence = IntStream.range(0, graph.size).toArray();
        keptSequence = sequence.clone();
        key = new long[graph.size];
        keptKey = new long[graph.size];
        best = sequence.clone();
        value = timer.time(sequence, Long.MAX_VALUE - 1);
        bestValue = value;
        if (value != SerialTimer.REFUSED) {
            keepStarts();
        }
    }

    /**
     * Returns a search from a schedule, or nothing where it does not apply: where an op holds several resources, memory is not
     * that of one resource's order, or there are no two micro-batches. The same seed leads to the same orders.
     *
     * @param steps how many moves to try from hot to cold, each in time linear in the ops
     */
    public static Optional<ShiftAnnealing> of(OrderGraph graph, long steps, long seed) {
        return OrderMemory.of(graph)
                .map(memory -> new ShiftAnnealing(graph, memory, steps, seed))
                .filter(search -> search.value != SerialTimer.REFUSED && search.ways.length > 1);
    }

    private static int[][] ways(OrderGraph graph) {
        Map<Integer, List<Integer>> ways = new TreeMap<>();
        for (int at = 0; at < graph.size; at++) {
            int microBatch = graph.problem.ops().get(graph.op[at]).microBatch();
            if (microBatch >= 0) {
                ways.computeIfAbsent(microBatch, key -> new ArrayList<>()).add(at);
            }
        }
        return ways.values().stream()
                .map(way -> way.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    @Override
    public long bestValue() {
        return bestValue;
    }

    @Override
    public DeviceOrders best() {
        return graph.orders(best);
    }

    @Override
    public boolean run(BooleanSupplier stop) {
        while (step < steps) {
            if (step % STRIDE == 0 && stop.getAsBoolean()) {
                return false;
            }
            move(meanDuration * HOT * Math.pow(COLD / HOT, (double) step / steps));
            step++;
        }
        return true;
    }

    private void move(double temperature) {
        change();
        sort();
        long reached = timer.time(sequence, value + (long) (-temperature * Math.log(1 - random.nextDouble())));
        if (reached == SerialTimer.REFUSED) {
            takeBack();
            return;
        }
        value = reached;
        if (value < bestValue) {
            bestValue = value;
            System.arraycopy(sequence, 0, best, 0, best.length);
        }
        keepStarts();
    }

    private void keepStarts() {
        for (int at = 0; at < key.length; at++) {
            key[at] = timer.start(at);
        }
        sort();
        System.arraycopy(key, 0, keptKey, 0, key.length);
        System.arraycopy(sequence, 0, keptSequence, 0, sequence.length);
    }

    private void takeBack() {
        System.arraycopy(keptKey, 0, key, 0, key.length);
        System.arraycopy(keptSequence, 0, sequence, 0, sequence.length);
    }

    private void change() {
        int[] way = ways[random.nextInt(ways.length)];
        int from = random.nextInt(way.length);
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> shiftRest(way, from, distance(way));
            case 4, 5 -> shiftOne(way, from, distance(way));
            case 6 -> enterLike(way, ways[random.nextInt(ways.length)], false);
            case 7 -> enterLike(way, ways[random.nextInt(ways.length)], true);
            default -> shiftThoseNear(way[from], from, distance(way));
        }
    }

    /** Mostly a few ops, sometimes the length of a way. */
    private long distance(int[] way) {
        double scale = meanDuration * (random.nextInt(3) == 0 ? way.length : 2) * (1 + random.nextDouble());
        return Math.round((2 * random.nextDouble() - 1) * scale);
    }

    /** Never to before what the first of them waits for. */
    private void shiftRest(int[] way, int from, long distance) {
        long shift = Math.max(distance, timer.afterPrecedences(way[from], key) - key[way[from]]);
        for (int index = from; index < way.length; index++) {
            key[way[index]] += shift;
        }
    }

    /** Shifts one op; those behind it are pushed later, those before it drawn earlier, as far as they must. */
    private void shiftOne(int[] way, int at, long distance) {
        key[way[at]] += distance;
        for (int index = at + 1; index < way.length; index++) {
            key[way[index]] = Math.max(key[way[index]], key[way[index - 1]] + graph.duration[way[index - 1]]);
        }
        for (int index = at - 1; index >= 0; index--) {
            key[way[index]] = Math.min(key[way[index]], key[way[index + 1]] - graph.duration[way[index]]);
        }
    }

    /** Shifts a micro-batch to about where another enters, and that one, if they change places, to where the first did. */
    private void enterLike(int[] way, int[] other, boolean changePlaces) {
        long distance = key[other[0]] - key[way[0]];
        shiftRest(way, 0, distance + near());
        if (changePlaces) {
            shiftRest(other, 0, -distance + near());
        }
    }

    private long near() {
        return Math.round((2 * random.nextDouble() - 1) * meanDuration);
    }

    /** Shifts the rests of all ways whose op at the same place comes soon after one op. */
    private void shiftThoseNear(int at, int place, long distance) {
        long begin = key[at];
        long end = begin + Math.round(random.nextDouble() * meanDuration * ways[0].length);
        for (int[] way : ways) {
            if (place < way.length && key[way[place]] >= begin && key[way[place]] <= end) {
                shiftRest(way, place, distance);
            }
        }
    }

    /** By keys; by insertion, as few ops are out of place. */
    private void sort() {
        for (int index = 1; index < sequence.length; index++) {
            int at = sequence[index];
            int to = index;
            while (to > 0 && key[sequence[to - 1]] > key[at]) {
                sequence[to] = sequence[to - 1];
                to--;
            }
            sequence[to] = at;
        }
    }
}
