package org.takt.model.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.takt.model.instance.Communication;
import org.takt.model.instance.ContextExchange;
import org.takt.model.instance.Link;

/** The field {@code communication}; without it, data arrive at once. */
final class CommunicationFormat {
    private static final Range SHARE = new Range(0, 1000);
    private static final Link AT_ONCE = new Link.Latency(0);

    private static final Map<String, Function<ObjectCursor, Link>> TYPES = new TreeMap<>(Map.of(
            "latency", cursor -> new Link.Latency(cursor.whole("time", Range.TIME)),
            "exclusive",
                    cursor -> new Link.Exclusive(
                            cursor.whole("time", Range.TIME), cursor.wholeOr("latency", Range.TIME, 0))));

    private CommunicationFormat() {}

    static Communication read(ObjectCursor root) {
        return root.optionalObject("communication")
                .map(CommunicationFormat::readFields)
                .orElse(new Communication(AT_ONCE, List.of()));
    }

    private static Communication readFields(ObjectCursor cursor) {
        Link defaultLink =
                cursor.optionalObject("default").map(link -> readLink(link)).orElse(AT_ONCE);
        List<JsonValue> items = cursor.optionalList("edges", FormatLimits.MAX_EDGES);
        List<Communication.Edge> edges = new ArrayList<>(items.size());
        for (int index = 0; index < items.size(); index++) {
            // Where an end cannot be read, a device that no other end names stands in for it.
            int nowhere = -1 - index;
            String pointer = Pointers.item(cursor.pointer("edges"), index);
            edges.add(ObjectCursor.on(items.get(index), pointer, cursor.problems())
                    .map(edge -> readEdge(edge, nowhere))
                    .orElse(new Communication.Edge(nowhere, nowhere, AT_ONCE)));
        }
        Optional<ContextExchange> exchange =
                cursor.optionalObject("contextExchange").map(CommunicationFormat::readExchange);
        cursor.close();
        return new Communication(defaultLink, edges, exchange);
    }

    private static ContextExchange readExchange(ObjectCursor cursor) {
        ContextExchange exchange = new ContextExchange(
                cursor.wholeOr("latency", Range.TIME, 0),
                Math.toIntExact(cursor.wholeOr("beforePermille", SHARE, 0)),
                Math.toIntExact(cursor.wholeOr("afterPermille", SHARE, 0)));
        cursor.close();
        return exchange;
    }

    private static Communication.Edge readEdge(ObjectCursor cursor, int nowhere) {
        int from = Math.toIntExact(cursor.whole("from", Range.INDEX, nowhere));
        int to = Math.toIntExact(cursor.whole("to", Range.INDEX, nowhere));
        return new Communication.Edge(from, to, readLink(cursor));
    }

    /** The fields that belong to a link depend on its type, so unknown ones show only where the type is known. */
    private static Link readLink(ObjectCursor cursor) {
        Optional<Function<ObjectCursor, Link>> type = cursor.choice("type", TYPES);
        Link link = type.map(reader -> reader.apply(cursor)).orElse(AT_ONCE);
        if (type.isPresent()) {
            cursor.close();
        }
        return link;
    }

    static JsonValue write(Communication communication) {
        JsonFields fields = new JsonFields().with("default", writeLink(communication.defaultLink()));
        if (!communication.edges().isEmpty()) {
            fields.with(
                    "edges",
                    communication.edges().stream()
                            .map(edge -> new JsonFields()
                                    .with("from", edge.from())
                                    .with("to", edge.to())
                                    .withAll(writeLink(edge.link()))
                                    .toJson())
                            .toList());
        }
        communication
                .contextExchange()
                .ifPresent(exchange -> fields.with(
                        "contextExchange",
                        new JsonFields()
                                .with("latency", exchange.latency())
                                .with("beforePermille", exchange.beforePermille())
                                .with("afterPermille", exchange.afterPermille())));
        return fields.toJson();
    }

    private static JsonFields writeLink(Link link) {
        if (link instanceof Link.Exclusive exclusive) {
            return new JsonFields()
                    .with("type", "exclusive")
                    .with("time", exclusive.time())
                    .with("latency", exclusive.latency());
        }
        return new JsonFields().with("type", "latency").with("time", ((Link.Latency) link).time());
    }
}
