package org.takt.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs a schedule file as a runtime would: each device takes its actions in order, waits for its receives and never for
 * its sends. Knows nothing but the file.
 */
final class ActionRun {
    private final JsonNode devices;
    private final Map<String, JsonNode> underway = new HashMap<>();
    private final Map<String, JsonNode> done = new HashMap<>();
    private final Map<Integer, Long> latestArrival = new HashMap<>();
    private int received;

    private ActionRun(JsonNode devices) {
        this.devices = devices;
    }

    static ActionRun of(String text) {
        try {
            return new ActionRun(new ObjectMapper().readTree(text).get("devices"));
        } catch (JsonProcessingException exception) {
            throw new AssertionError(exception);
        }
    }

    /** Returns the number of messages; fails the test if devices wait for ever or a message comes at another time than told. */
    int run() {
        int[] next = new int[devices.size()];
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int device = 0; device < next.length; device++) {
                JsonNode actions = devices.get(device).get("actions");
                while (next[device] < actions.size() && take(device, actions.get(next[device]))) {
                    next[device]++;
                    moved = true;
                }
            }
        }
        for (int device = 0; device < next.length; device++) {
            assertThat(next[device])
                    .isEqualTo(devices.get(device).get("actions").size());
        }
        assertThat(underway).isEmpty();
        return received;
    }

    private boolean take(int device, JsonNode action) {
        if (action.has("send")) {
            JsonNode op = done.get(device + name(action, "send"));
            assertThat(op).as("op before " + action).isNotNull();
            assertThat(action.get("sent").asLong()).isGreaterThanOrEqualTo(end(op));
            underway.put(device + ">" + action.get("to") + name(action, "send"), action);
        } else if (action.has("receive")) {
            JsonNode sent = underway.remove(action.get("from") + ">" + device + name(action, "receive"));
            if (sent == null) {
                return false;
            }
            assertThat(action.get("sent")).isEqualTo(sent.get("sent"));
            assertThat(action.get("arrives")).isEqualTo(sent.get("arrives"));
            assertThat(action.get("arrives").asLong())
                    .isGreaterThanOrEqualTo(action.get("sent").asLong());
            received++;
            latestArrival.merge(device, action.get("arrives").asLong(), Math::max);
        } else {
            assertThat(action.get("start").asLong()).isGreaterThanOrEqualTo(latestArrival.getOrDefault(device, 0L));
            done.put(device + name(action, "op"), action);
        }
        return true;
    }

    private static long end(JsonNode op) {
        return op.get("start").asLong() + op.get("duration").asLong();
    }

    private static String name(JsonNode action, String kindField) {
        return " " + action.get(kindField) + " " + action.path("pipeline") + " " + action.get("stage") + " "
                + action.get("microBatch") + " " + action.path("segment");
    }
}
