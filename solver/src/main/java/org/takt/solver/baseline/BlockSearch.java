package org.takt.solver.baseline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The building blocks of V schedules that are worth trying, found by search: from device to device each of the four
 * passages of a micro-batch (forward down and up, input gradient up and down) takes one to four slots throughout, each turn
 * one to six. Of all blocks for a number of devices those remain that no other beats in both peak and idle time.
 */
final class BlockSearch {
    private static final int MOST_SLOTS_PER_DEVICE = 4;
    private static final int MOST_SLOTS_PER_TURN = BuildingBlock.INTERVAL;

    private final int devices;
    private final int microBatches;

    /** Prepares a search that judges blocks by their idle time in unit times over a number of micro-batches. */
    BlockSearch(int devices, int microBatches) {
        this.devices = devices;
        this.microBatches = microBatches;
    }

    private record Judged(BuildingBlock block, int span) {}

    /** Returns the blocks, those of the lowest peak first. */
    List<BuildingBlock> blocks() {
        List<Judged> judged = new ArrayList<>();
        for (int forwardDown = 1; forwardDown <= MOST_SLOTS_PER_DEVICE; forwardDown++) {
            for (int forwardUp = 1; forwardUp <= MOST_SLOTS_PER_DEVICE; forwardUp++) {
                for (int inputUp = 1; inputUp <= MOST_SLOTS_PER_DEVICE; inputUp++) {
                    for (int inputDown = 1; inputDown <= MOST_SLOTS_PER_DEVICE; inputDown++) {
                        lightest(forwardDown, forwardUp, inputUp, inputDown)
                                .flatMap(this::judge)
                                .ifPresent(judged::add);
                    }
                }
            }
        }
        return unbeaten(judged);
    }

    private Optional<BuildingBlock> lightest(int forwardDown, int forwardUp, int inputUp, int inputDown) {
        Optional<BuildingBlock> lightest = Optional.empty();
        for (int first = 1; first <= MOST_SLOTS_PER_TURN; first++) {
            for (int second = 1; second <= MOST_SLOTS_PER_TURN; second++) {
                for (int third = 1; third <= MOST_SLOTS_PER_TURN; third++) {
                    int forwardTurn = forwardDown * (devices - 1) + first;
                    int inputStart = forwardTurn + forwardUp * (devices - 1) + second;
                    int inputTurn = inputStart + inputUp * (devices - 1) + third;
                    List<List<Integer>> slots = new ArrayList<>(devices);
                    boolean clash = false;
                    for (int device = 0; device < devices && !clash; device++) {
                        int toTurn = devices - 1 - device;
                        List<Integer> own = List.of(
                                forwardDown * device,
                                forwardTurn + forwardUp * toTurn,
                                inputStart + inputUp * device,
                                inputTurn + inputDown * toTurn);
                        clash = BuildingBlock.clash(own);
                        slots.add(own);
                    }
                    Optional<BuildingBlock> block = clash ? Optional.empty() : BuildingBlock.of(slots);
                    if (block.isPresent()
                            && (lightest.isEmpty()
                                    || block.get().peak() < lightest.get().peak())) {
                        lightest = block;
                    }
                }
            }
        }
        return lightest;
    }

    private Optional<Judged> judge(BuildingBlock block) {
        BlockRun run = new BlockRun(block, block.peak(), microBatches);
        return run.run() ? Optional.of(new Judged(block, run.span())) : Optional.empty();
    }

    private static List<BuildingBlock> unbeaten(List<Judged> judged) {
        judged.sort(Comparator.comparingInt((Judged one) -> one.block().peak()).thenComparingInt(Judged::span));
        List<BuildingBlock> unbeaten = new ArrayList<>();
        int least = Integer.MAX_VALUE;
        for (Judged one : judged) {
            if (one.span() < least) {
                least = one.span();
                unbeaten.add(one.block());
            }
        }
        return unbeaten;
    }
}
