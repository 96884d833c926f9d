package org.takt.solver.baseline;

/**
 * The best V schedule of any building block under the memory limits of the problem (arXiv 2405.15362, adaptive variant):
 * every block that {@link BlockSearch} finds, V-Min and V-Half among them, is repeated and squeezed as in
 * {@link BuildingBlockFamily}; its order, and that of {@link ZeroBubbleV}, is then taken as it is and with weight gradients
 * and further forwards fitted to the true times and limits as in {@link ZeroBubbleVAutomatic}, and the best in the problem's
 * objective is taken.
 *
 * <p>The paper searches blocks whose slots between devices differ in two groups of devices; here they are the same on all
 * devices. There is no closed form; the peak is within every limit by construction, and a limit below V-Min's
 * 2·⌈(P + 2) / 3⌉ activations of a stage is too low in general.
 */
public final class BuildingBlockSearch extends SplitVFamily {
    /** Creates the family. */
    public BuildingBlockSearch() {
        super("V-search");
    }

    @Override
    Outcome ordersOfV(PipelineShape shape) {
        int devices = shape.stages() / 2;
        SplitPasses passes = new SplitPasses(shape);
        CheapestRun cheapest = new CheapestRun(shape.problem().objective());
        offer(BuildingBlock.vMin(devices), passes, cheapest);
        offer(BuildingBlock.vHalf(devices), passes, cheapest);
        for (BuildingBlock block : new BlockSearch(devices, 2 * devices).blocks()) {
            offer(block, passes, cheapest);
        }
        cheapest.offerReplays(passes, ZeroBubbleV.ordersFor(shape));
        return cheapest.outcome(name());
    }

    private static void offer(BuildingBlock block, SplitPasses passes, CheapestRun cheapest) {
        BlockRun run = new BlockRun(block, block.peak(), passes.shape().microBatches());
        if (run.run()) {
            cheapest.offerReplays(passes, run.toOrders(passes.shape()));
        }
    }
}
