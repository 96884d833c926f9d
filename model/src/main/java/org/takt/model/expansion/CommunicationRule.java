package org.takt.model.expansion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.instance.Instance;
import org.takt.model.instance.Link;
import org.takt.model.problem.Mode;
import org.takt.model.problem.Op;
import org.takt.model.problem.OpKind;
import org.takt.model.problem.Resource;
import org.takt.model.problem.ResourceKind;

/**
 * Connects neighbouring stages: forwards downstream, input gradients upstream. On one device the hand-over is
 * immediate; a latency link becomes a lag; an exclusive link becomes a transfer op that holds the link, one resource per
 * ordered pair of devices. Transfer times do not scale with the micro-batch
 * or its segments.
 */
final class CommunicationRule {
    private static final Link AT_ONCE = new Link.Latency(0);

    private final Instance instance;
    private final StageMap stageMap;
    private final ChainOps chains;
    private final Map<List<Integer>, Integer> linkResources = new HashMap<>();

    CommunicationRule(Instance instance, StageMap stageMap, ChainOps chains) {
        this.instance = instance;
        this.stageMap = stageMap;
        this.chains = chains;
    }

    void addTo(Draft draft) {
        for (int microBatch = 0; microBatch < chains.microBatches(); microBatch++) {
            for (int segment = 0; segment < chains.segments(microBatch); segment++) {
                for (int stage = 0; stage + 1 < chains.stages(); stage++) {
                    connect(
                            draft,
                            new Transfer(OpKind.SEND_F, stage, stage + 1, microBatch, segment),
                            List.of(chains.forward(stage, microBatch, segment)),
                            List.of(chains.forward(stage + 1, microBatch, segment)));
                    connect(
                            draft,
                            new Transfer(OpKind.SEND_B, stage + 1, stage, microBatch, segment),
                            chains.inputGradients(stage + 1, microBatch, segment),
                            chains.inputGradients(stage, microBatch, segment));
                }
            }
        }
    }

    private record Transfer(OpKind kind, int fromStage, int toStage, int microBatch, int segment) {}

    private void connect(Draft draft, Transfer transfer, List<Integer> producers, List<Integer> consumers) {
        int pipeline = stageMap.pipelineOf(transfer.microBatch());
        int from = stageMap.device(pipeline, transfer.fromStage());
        int to = stageMap.device(pipeline, transfer.toStage());
        Link link = from == to ? AT_ONCE : instance.communication().between(from, to);
        if (link instanceof Link.Latency latency) {
            for (int producer : producers) {
                for (int consumer : consumers) {
                    draft.precede(producer, consumer, latency.time());
                }
            }
        } else if (link instanceof Link.Exclusive exclusive) {
            Mode mode = new Mode(exclusive.time(), List.of(linkResource(draft, from, to)));
            int send = draft.add(new Op(
                    transfer.kind(),
                    pipeline,
                    transfer.fromStage(),
                    transfer.microBatch(),
                    transfer.segment(),
                    false,
                    List.of(mode)));
            producers.forEach(producer -> draft.precede(producer, send, 0));
            consumers.forEach(consumer -> draft.precede(send, consumer, exclusive.latency()));
        }
    }

    private int linkResource(Draft draft, int from, int to) {
        return linkResources.computeIfAbsent(List.of(from, to), pair -> {
            String name = "link " + instance.devices().get(from).name() + " → "
                    + instance.devices().get(to).name();
            return draft.add(new Resource(name, ResourceKind.LINK, pair));
        });
    }
}
