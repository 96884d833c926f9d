package org.takt.model.analytic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.takt.model.instance.InstanceProblem;
import org.takt.model.instance.InvalidInstanceException;

/**
 * Which layers make which stage. Blocks are counted; any other layer is on the stage of the next block, and what follows the
 * last block on the last stage.
 */
public final class LayerSplit {
    private LayerSplit() {}

    /**
     * Splits into stages of as many blocks each as far as they divide, the first stages one more: the last one has the head.
     *
     * @param stages at least 1
     * @throws InvalidInstanceException if there are more stages than blocks
     */
    public static List<List<Layer>> equal(ModelDescription model, int stages) {
        requireEnoughBlocks(model, stages);
        List<Integer> blocks = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            blocks.add(model.blocks() / stages + (stage < model.blocks() % stages ? 1 : 0));
        }
        return counted(model, blocks);
    }

    /**
     * Splits into stages of given numbers of blocks.
     *
     * @param blocks of each stage, each at least 1
     * @throws InvalidInstanceException if one has no block, or they are not the model's blocks together
     */
    public static List<List<Layer>> counted(ModelDescription model, List<Integer> blocks) {
        long sum = blocks.stream().mapToLong(Integer::longValue).sum();
        if (sum != model.blocks() || blocks.stream().anyMatch(count -> count < 1)) {
            throw refused(
                    model,
                    "Found stages of " + blocks + " blocks, expected at least one each and " + model.blocks()
                            + " together.");
        }
        List<List<Layer>> units = units(model);
        List<List<Layer>> stages = new ArrayList<>();
        int next = 0;
        for (int count : blocks) {
            stages.add(joined(units.subList(next, next + count)));
            next += count;
        }
        return stages;
    }

    /**
     * Splits so that the stage with the most operations has as few as possible, by dynamic programming over the ends of
     * stages; among such splits the one whose last stages are the longest. O(stages · blocks²).
     *
     * @param stages at least 1
     * @param tokens the length of sequence to weigh attention by
     * @throws InvalidInstanceException if there are more stages than blocks
     */
    public static List<List<Layer>> balanced(ModelDescription model, int stages, long tokens) {
        requireEnoughBlocks(model, stages);
        List<List<Layer>> units = units(model);
        int count = units.size();
        double[] sums = new double[count + 1];
        for (int unit = 0; unit < count; unit++) {
            sums[unit + 1] = sums[unit] + new StageWork(units.get(unit)).operations(tokens);
        }
        double[] least = new double[count + 1];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        least[0] = 0;
        int[][] starts = new int[stages + 1][count + 1];
        for (int stage = 1; stage <= stages; stage++) {
            double[] next = new double[count + 1];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            for (int end = stage; end <= count; end++) {
                for (int start = stage - 1; start < end; start++) {
                    double most = Math.max(least[start], sums[end] - sums[start]);
                    if (most < next[end]) {
                        next[end] = most;
                        starts[stage][end] = start;
                    }
                }
            }
            least = next;
        }
        List<Integer> blocks = new ArrayList<>();
        int end = count;
        for (int stage = stages; stage > 0; stage--) {
            blocks.add(0, end - starts[stage][end]);
            end = starts[stage][end];
        }
        return counted(model, blocks);
    }

    /** Returns a block each, with the layers that go with it. */
    private static List<List<Layer>> units(ModelDescription model) {
        List<List<Layer>> units = new ArrayList<>();
        List<Layer> waiting = new ArrayList<>();
        for (Layer layer : model.layers()) {
            waiting.add(layer);
            if (layer instanceof Block) {
                units.add(waiting);
                waiting = new ArrayList<>();
            }
        }
        units.get(units.size() - 1).addAll(waiting);
        return units;
    }

    private static List<Layer> joined(List<List<Layer>> units) {
        return units.stream().flatMap(List::stream).toList();
    }

    private static void requireEnoughBlocks(ModelDescription model, int stages) {
        if (stages > model.blocks()) {
            throw refused(
                    model,
                    "Found " + stages + " stages, expected at most one for each of the " + model.blocks() + " blocks.");
        }
    }

    private static InvalidInstanceException refused(ModelDescription model, String message) {
        return new InvalidInstanceException("Model " + model.name(), List.of(new InstanceProblem("/stages", message)));
    }
}
