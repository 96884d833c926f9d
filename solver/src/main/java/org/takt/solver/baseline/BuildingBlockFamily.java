package org.takt.solver.baseline;

import java.util.function.IntFunction;

/**
 * The V schedules with controllable memory (arXiv 2405.15362): a fixed building block, repeated every six unit slots and
 * squeezed without holding more than the block does ({@link BlockRun}). How the paper squeezes and reorders is open; the
 * rule here gives the authors' figures in unit times or better ones.
 *
 * <p>The orders come from unit times; with others the order stays and devices wait, V-Min's even in the steady state.
 * With equal F = I = W, no communication and m ≥ 2P, V-Min idles at most 4·(P − 1) in maximal device span, two thirds of
 * 1F1B's 6·(P − 1), and holds 2·⌈(P + 2) / 3⌉ activations of a stage; V-Half idles at most 3·(P − 1) and holds
 * 2·(⌊P / 2⌋ + 1), where 1F1B holds 2P, each from the forward to the weight gradient.
 */
public final class BuildingBlockFamily extends SplitVFamily {
    /** V-Min. */
    public static final BuildingBlockFamily V_MIN = new BuildingBlockFamily("V-Min", BuildingBlock::vMin);

    /** V-Half. */
    public static final BuildingBlockFamily V_HALF = new BuildingBlockFamily("V-Half", BuildingBlock::vHalf);

    private final IntFunction<BuildingBlock> blockOfDevices;

    private BuildingBlockFamily(String name, IntFunction<BuildingBlock> blockOfDevices) {
        super(name);
        this.blockOfDevices = blockOfDevices;
    }

    @Override
    Outcome ordersOfV(PipelineShape shape) {
        BuildingBlock block = blockOfDevices.apply(shape.stages() / 2);
        BlockRun run = new BlockRun(block, block.peak(), shape.microBatches());
        return run.run()
                ? new Outcome.Applies(run.toOrders(shape))
                : new Outcome.DoesNotApply(name() + " found no order within the memory of its building block.");
    }
}
