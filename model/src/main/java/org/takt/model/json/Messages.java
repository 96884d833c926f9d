package org.takt.model.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.takt.model.problem.ComputeDevices;
import org.takt.model.problem.Precedence;
import org.takt.model.problem.Problem;
import org.takt.model.schedule.ExecutionOrder;
import org.takt.model.schedule.Schedule;

/**
 * What the devices of a schedule send each other: one message for each op and other device with an op that must follow
 * it, be it after a lag or by way of a transfer op that holds no compute stream. O(n log n) for n ops and precedences.
 */
final class Messages {
    private final Problem problem;
    private final Schedule schedule;
    private final ComputeDevices computeDevices;
    private final int[] position;
    private final Map<List<Integer>, Message> byProducerAndDevice = new LinkedHashMap<>();

    private Messages(Problem problem, Schedule schedule) {
        this.problem = problem;
        this.schedule = schedule;
        computeDevices = new ComputeDevices(problem);
        position = new int[schedule.size()];
        int next = 0;
        for (int op : new ExecutionOrder(problem).of(schedule)) {
            position[op] = next++;
        }
    }

    /** Returns the messages of a schedule whose modes exist; in no order of time. */
    static Collection<Message> of(Problem problem, Schedule schedule) {
        Messages messages = new Messages(problem, schedule);
        Map<Integer, List<Integer>> producersOfTransfers = new HashMap<>();
        for (Precedence precedence : problem.precedences()) {
            if (messages.isPresent(precedence) && messages.isTransfer(precedence.after())) {
                producersOfTransfers
                        .computeIfAbsent(precedence.after(), op -> new ArrayList<>(1))
                        .add(precedence.before());
            }
        }
        for (Precedence precedence : problem.precedences()) {
            if (messages.isPresent(precedence)) {
                messages.follow(precedence, producersOfTransfers.getOrDefault(precedence.before(), List.of()));
            }
        }
        return messages.byProducerAndDevice.values();
    }

    private void follow(Precedence precedence, List<Integer> producers) {
        int before = precedence.before();
        int after = precedence.after();
        long end = schedule.start(before)
                + problem.ops().get(before).modes().get(schedule.mode(before)).duration();
        long arrives = end + precedence.lag().between(schedule.mode(before), schedule.mode(after));
        if (isTransfer(before)) {
            producers.forEach(producer -> send(producer, after, schedule.start(before), arrives));
        } else {
            send(before, after, end, arrives);
        }
    }

    private void send(int producer, int consumer, long sent, long arrives) {
        List<Integer> from = computeDevices.of(producer, schedule.mode(producer));
        List<Integer> to = computeDevices.of(consumer, schedule.mode(consumer));
        if (!from.isEmpty() && Collections.disjoint(from, to)) {
            for (int device : to) {
                byProducerAndDevice.merge(
                        List.of(producer, device),
                        new Message(producer, consumer, from.get(0), device, sent, arrives),
                        this::firstNeeded);
            }
        }
    }

    private Message firstNeeded(Message one, Message other) {
        return position[other.consumer()] < position[one.consumer()] ? other : one;
    }

    private boolean isPresent(Precedence precedence) {
        return schedule.isPresent(precedence.before()) && schedule.isPresent(precedence.after());
    }

    private boolean isTransfer(int op) {
        return problem.ops().get(op).kind().isTransfer()
                && computeDevices.of(op, schedule.mode(op)).isEmpty();
    }
}
