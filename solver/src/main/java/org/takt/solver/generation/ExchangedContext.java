package org.takt.solver.generation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.takt.model.analytic.Block;
import org.takt.model.analytic.GroupedQueryAttention;
import org.takt.model.instance.ContextExchange;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Link;
import org.takt.model.instance.Provenance;

/**
 * Has the devices of an instance with equally many blocks on each stage exchange context as SlimPipe does (arXiv 2504.14519), by ops of
 * their own. Before attention are the projections of queries, keys and values, by their share of a block's weights. To the helper
 * and back takes two transfers of a segment's output: queries are as large as one, and keys and values of a segment are their share
 * of it, of which half of the difference between P segments in a row is sent.
 */
final class ExchangedContext {
    private static final long THOUSAND = 1000;
    private static final int TRANSFERS = 2;

    private ExchangedContext() {}

    /**
     * Returns the instance with exchange.
     *
     * @param block the block of every stage
     * @param blocks how many of it a stage has
     */
    static Instance of(Instance plain, Block block, int blocks) {
        GroupedQueryAttention attention =
                (GroupedQueryAttention) block.attention().orElseThrow();
        long projected = (attention.heads() + 2 * attention.keyValueHeads()) * attention.headSize();
        long before =
                THOUSAND * block.width() * projected / block.activeParameters().value();
        long latency = TRANSFERS * ((Link.Latency) plain.communication().defaultLink()).time();
        ContextExchange exchange = new ContextExchange(
                latency, Math.toIntExact(before / blocks), Math.toIntExact((THOUSAND - before) / blocks));
        return new Instance(
                plain.name(),
                plain.description(),
                plain.timeUnit(),
                plain.memoryUnit(),
                plain.devices(),
                plain.stages(),
                plain.placement(),
                plain.communication().withContextExchange(exchange),
                plain.microBatches(),
                plain.backward(),
                plain.objective(),
                plain.provenance().map(provenance -> explained(provenance, before, blocks)));
    }

    private static Provenance explained(Provenance provenance, long before, int blocks) {
        Map<String, String> details = new LinkedHashMap<>(provenance.details());
        details.put(
                "contextExchange",
                "projections before attention " + before + " ‰ of a block's linear time, the first of " + blocks
                        + " blocks before all attention, what follows attention in the last of them after it; to the helper and back "
                        + TRANSFERS + " transfers: queries, keys and values (arXiv 2504.14519)");
        return new Provenance(provenance.kind(), provenance.source(), details);
    }
}
