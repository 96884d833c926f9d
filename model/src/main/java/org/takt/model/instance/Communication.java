package org.takt.model.instance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The links between devices. Stages on the same device hand over at once.
 *
 * @param defaultLink the link of every ordered pair of devices without one of its own
 * @param edges links of ordered pairs of devices, at most one each
 * @param contextExchange how devices that work on segments share out attention; empty means that they do not
 */
public record Communication(Link defaultLink, List<Edge> edges, Optional<ContextExchange> contextExchange) {
    public Communication {
        edges = List.copyOf(edges);
        Objects.requireNonNull(contextExchange);
    }

    /** Links without exchange of context. */
    public Communication(Link defaultLink, List<Edge> edges) {
        this(defaultLink, edges, Optional.empty());
    }

    /**
     * A link of its own for one ordered pair of devices.
     *
     * @param from index of the sending device
     * @param to index of the receiving device, another one
     * @param link the link
     */
    public record Edge(int from, int to, Link link) {}

    /** Returns the same latency on every link. */
    public static Communication latency(long time) {
        return new Communication(new Link.Latency(time), List.of());
    }

    /** Returns the same links with an exchange of context. */
    public Communication withContextExchange(ContextExchange exchange) {
        return new Communication(defaultLink, edges, Optional.of(exchange));
    }

    /** Returns the link from one device to another. */
    public Link between(int from, int to) {
        for (Edge edge : edges) {
            if (edge.from() == from && edge.to() == to) {
                return edge.link();
            }
        }
        return defaultLink;
    }
}
