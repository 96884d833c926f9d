package org.takt.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.takt.model.Instances;

/** What Perfetto and chrome://tracing ask of files: Trace Event Format, Google, 2016. */
class TraceJsonTest {
    private static final Instances TWO =
            Instances.of(2, 4).costs(2, 1, 1).memory(0, 2, 1, 0).limit(9).latency(1);

    @Test
    void everyOpIsASliceOfItsDevice() throws JsonProcessingException {
        Picture picture = TextGanttTest.pipeline(TWO);
        List<JsonNode> slices = events(TraceJson.write(List.of(picture)), "X");
        assertThat(slices).hasSize(picture.problem().ops().size());
        assertThat(slices.get(0)).isEqualTo(new ObjectMapper().readTree("""
                {"ph": "X", "name": "F0", "cat": "F", "ts": 0, "dur": 2, "pid": 1, "tid": 1,
                 "args": {"pipeline": 0, "stage": 0, "microBatch": 0, "segment": 0}}"""));
        assertThat(slices).extracting(slice -> slice.get("pid").asInt()).containsOnly(1, 2);
    }

    @Test
    void everyFlowLeadsFromInsideASliceToTheBeginOfAnother() throws JsonProcessingException {
        String trace = TraceJson.write(List.of(TextGanttTest.pipeline(TWO)));
        List<JsonNode> slices = events(trace, "X");
        Map<Integer, JsonNode> begins = new HashMap<>();
        events(trace, "s").forEach(begin -> begins.put(begin.get("id").asInt(), begin));
        List<JsonNode> ends = events(trace, "f");
        assertThat(ends).hasSize(8).hasSameSizeAs(begins.values());
        for (JsonNode end : ends) {
            JsonNode begin = begins.get(end.get("id").asInt());
            JsonNode from = slices.stream()
                    .filter(slice -> slice.get("tid").equals(begin.get("tid"))
                            && slice.get("ts").asDouble() <= begin.get("ts").asDouble()
                            && begin.get("ts").asDouble()
                                    < slice.get("ts").asDouble()
                                            + slice.get("dur").asDouble())
                    .findFirst()
                    .orElseThrow();
            JsonNode to = slices.stream()
                    .filter(slice -> slice.get("tid").equals(end.get("tid"))
                            && slice.get("ts").asDouble() == end.get("ts").asDouble())
                    .findFirst()
                    .orElseThrow();
            assertThat(to.get("name")).isEqualTo(from.get("name"));
            assertThat(to.get("pid")).isNotEqualTo(from.get("pid"));
        }
    }

    @Test
    void memoryAndItsLimitAreCounters() throws JsonProcessingException {
        Picture picture = TextGanttTest.pipeline(TWO);
        List<JsonNode> counters = events(TraceJson.write(List.of(picture)), "C");
        assertThat(counters)
                .filteredOn(counter -> counter.at("/args").has("limit"))
                .hasSize(4)
                .allSatisfy(counter ->
                        assertThat(counter.at("/args/limit").asLong()).isEqualTo(9));
        long highest = counters.stream()
                .mapToLong(counter -> counter.at("/args/held").asLong())
                .max()
                .orElseThrow();
        assertThat(highest).isEqualTo(picture.report().peakMemory());
    }

    @Test
    void schedulesBesideEachOtherShareNoProcess() throws JsonProcessingException {
        Picture picture = TextGanttTest.pipeline(TWO);
        String trace = TraceJson.write(List.of(picture, picture));
        assertThat(events(trace, "X"))
                .hasSize(2 * picture.problem().ops().size())
                .extracting(slice -> slice.get("pid").asInt())
                .containsOnly(1, 2, 4, 5);
        assertThat(events(trace, "s"))
                .extracting(flow -> flow.get("id").asInt())
                .doesNotHaveDuplicates();
    }

    @Test
    void transfersOverLinksStandBetweenTheDevices() throws JsonProcessingException {
        Picture picture = TextGanttTest.pipeline(Instances.of(2, 2).exclusive(3, 1));
        String trace = TraceJson.write(List.of(picture));
        assertThat(events(trace, "X"))
                .filteredOn(slice -> slice.get("cat").asText().startsWith("SEND"))
                .hasSize(4)
                .allSatisfy(slice -> assertThat(slice.get("pid").asInt()).isEqualTo(3));
        assertThat(events(trace, "M"))
                .extracting(event -> event.at("/args/name").asText())
                .contains("d0", "d1", "between devices", "link d0 → d1", "link d1 → d0");
    }

    private static List<JsonNode> events(String trace, String phase) throws JsonProcessingException {
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode event : new ObjectMapper().readTree(trace).get("traceEvents")) {
            if (event.get("ph").asText().equals(phase)) {
                events.add(event);
            }
        }
        return events;
    }
}
